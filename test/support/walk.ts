/** Walks a connection from end to end, as a client that follows the cursors does. */

export interface WalkPage<Node> {
  readonly nodes: readonly Node[]
  readonly edges: readonly { readonly cursor: string; readonly node: Node }[]
  readonly totalCount: number
  readonly pageInfo: {
    readonly hasNextPage: boolean
    readonly hasPreviousPage: boolean
    readonly startCursor: string | null
    readonly endCursor: string | null
  }
}

/** What a query must select of a connection to be walked, besides its nodes' own fields. */
export function walkFields(nodeFields: string): string {
  const pageInfo = 'pageInfo { hasNextPage hasPreviousPage startCursor endCursor }'
  return `totalCount ${pageInfo} edges { cursor node { ${nodeFields} } } nodes { ${nodeFields} }`
}

export interface WalkArguments {
  readonly first?: number
  readonly after?: string
  readonly last?: number
  readonly before?: string
}

/** More pages than any test has: a cursor that leads back would never end. */
const MOST_PAGES = 1_000

/**
 * Every node in the order of the list, whichever way it is walked. Throws when a page contradicts itself or its
 * neighbours: edges unlike nodes, cursors unlike edges, a count that changes, an end that is not one.
 */
export async function walk<Node>(
  direction: 'forward' | 'backward',
  size: number,
  loadPage: (page: WalkArguments) => Promise<WalkPage<Node>>,
): Promise<Node[]> {
  const pages: WalkPage<Node>[] = []
  const isForward = direction === 'forward'
  let cursor: string | null = null
  for (;;) {
    const at: WalkArguments = isForward
      ? { first: size, ...(cursor === null ? {} : { after: cursor }) }
      : { last: size, ...(cursor === null ? {} : { before: cursor }) }
    const page = await loadPage(at)
    check(page, size)
    if (
      isForward ? page.pageInfo.hasPreviousPage !== (cursor !== null) : page.pageInfo.hasNextPage !== (cursor !== null)
    )
      throw new Error(`page ${pages.length} does not know of the page it follows`)
    pages.push(page)
    if (pages[0]?.totalCount !== page.totalCount) throw new Error('the count changes between pages')
    const hasMore = isForward ? page.pageInfo.hasNextPage : page.pageInfo.hasPreviousPage
    if (!hasMore) break
    if (page.nodes.length !== size) throw new Error('a page before the last is short')
    cursor = isForward ? page.pageInfo.endCursor : page.pageInfo.startCursor
    if (pages.length > MOST_PAGES) throw new Error('the walk does not end')
  }
  return (isForward ? pages : pages.toReversed()).flatMap(({ nodes }) => [...nodes])
}

function check<Node>({ nodes, edges, pageInfo }: WalkPage<Node>, size: number): void {
  if (nodes.length > size) throw new Error('a page is larger than was asked for')
  if (JSON.stringify(edges.map(({ node }) => node)) !== JSON.stringify(nodes))
    throw new Error('edges are not the nodes')
  if ((edges[0]?.cursor ?? null) !== pageInfo.startCursor) throw new Error('startCursor is not the first edge')
  if ((edges.at(-1)?.cursor ?? null) !== pageInfo.endCursor) throw new Error('endCursor is not the last edge')
}
