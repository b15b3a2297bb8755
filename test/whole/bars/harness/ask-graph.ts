/** One operation over HTTP, as a caller of a bar asks it. */
export interface AskedAnswer {
  readonly status: number
  readonly data: unknown
  readonly codes: readonly string[]
  readonly text: string
}

/** Gives whatever is answered; rejects only when nothing is. */
export async function askGraph(
  url: string,
  headers: Readonly<Record<string, string>>,
  query: string,
  variables: object = {},
): Promise<AskedAnswer> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
  })
  const text = await response.text()
  // What GraphQL over HTTP answers with.
  const { data, errors = [] } = JSON.parse(text) as { data?: unknown; errors?: { extensions?: { code?: string } }[] }
  return { status: response.status, data, codes: errors.map(({ extensions }) => extensions?.code ?? ''), text }
}
