/**
 * The lines of a ledger that match, page after page as they are scrolled to. A new filter begins anew; what belongs to an
 * older one is dropped when it comes late. Pages go by cursor, so no line is shown twice and none is left out.
 */
import { useCallback, useEffect, useRef, useState } from 'react'
import { LedgerPageDocument, type LedgerPageQuery, type LedgerPageQueryVariables } from '../operations.ts'
import { type Trouble, toTroubles } from './trouble.ts'
import { usePlace } from './use-graph.ts'

type Connection = NonNullable<NonNullable<LedgerPageQuery['applicant']>['transactions']>
export type LedgerLine = Connection['nodes'][number]
export type LedgerWish = Pick<LedgerPageQueryVariables, 'where' | 'orderBy'>

export interface LedgerPages {
  readonly lines: readonly LedgerLine[]
  /** Of everything that matches; null until the first page is there. */
  readonly totalCount: number | null
  readonly totals: Connection['totals'] | null
  readonly hasMore: boolean
  readonly isLoading: boolean
  readonly trouble: Trouble | null
  /** Asks for the next page, once. */
  more(): void
}

const PAGE = 200
const EMPTY = { lines: [], totalCount: null, totals: null, after: null, hasMore: true, trouble: null } as const

interface State {
  readonly lines: readonly LedgerLine[]
  readonly totalCount: number | null
  readonly totals: Connection['totals'] | null
  readonly after: string | null
  readonly hasMore: boolean
  readonly trouble: Trouble | null
}

export function useLedger(applicantId: string, wish: LedgerWish): LedgerPages {
  const { graph } = usePlace()
  const key = JSON.stringify({ applicantId, ...wish })
  const [state, setState] = useState<State>(EMPTY)
  const [isLoading, setLoading] = useState(false)
  const current = useRef({ key: '', isBusy: false })

  const load = useCallback(
    async (after: string | null) => {
      if (current.current.key === key && current.current.isBusy) return
      current.current = { key, isBusy: true }
      setLoading(true)
      const wanted = JSON.parse(key) as LedgerWish & { readonly applicantId: string } // as it was written above
      const variables = { ...wanted, first: PAGE, after }
      const { data, error } = await graph.client.query(LedgerPageDocument, variables).toPromise()
      if (current.current.key !== key) return
      current.current = { key, isBusy: false }
      setLoading(false)
      const page = data?.applicant?.transactions ?? null
      const [trouble = null] = toTroubles(error)
      if (page === null) return setState((state) => ({ ...state, hasMore: false, trouble }))
      setState((state) => ({
        lines: after === null ? page.nodes : [...state.lines, ...page.nodes],
        totalCount: page.totalCount,
        totals: page.totals,
        after: page.pageInfo.endCursor,
        hasMore: page.pageInfo.hasNextPage,
        trouble: null,
      }))
    },
    [graph, key],
  )

  useEffect(() => {
    current.current = { key, isBusy: false }
    void load(null)
  }, [key, load])

  const { after, hasMore, trouble } = state
  const more = useCallback(() => {
    if (trouble !== null) return void load(after)
    if (hasMore && after !== null) void load(after)
  }, [load, after, hasMore, trouble])
  return { ...state, isLoading, more }
}
