/** The ledger: searched, filtered and scrolled without end, with exact sums over everything that matches. */
import { useMemo, useState } from 'react'
import { formatCount } from '../format/number.ts'
import { useLedger } from '../graph/use-ledger.ts'
import type { Picture } from '../screen/underwriter.tsx'
import { useLater } from '../use-later.ts'
import { EMPTY_FILTER, LedgerFilter, toWish } from './ledger-filter.tsx'
import { LedgerTable } from './ledger-table.tsx'
import { Money } from './money.tsx'
import { Notice } from './notice.tsx'
import { Panel, Skeleton } from './panel.tsx'
import { TroubleNotice } from './trouble-notice.tsx'

export interface LedgerProps {
  readonly applicantId: string
  readonly accounts: Picture['bankAccounts']
}

export function Ledger({ applicantId, accounts }: LedgerProps) {
  const [filter, setFilter] = useState(EMPTY_FILTER)
  const wanted = useLater(filter, 250)
  const wish = useMemo(() => toWish(wanted), [wanted])
  const { lines, totalCount, totals, hasMore, isLoading, trouble, more } = useLedger(applicantId, wish)
  const isFirst = totalCount === null
  return (
    <Panel
      title="Transactions"
      className="ledger"
      note={
        totalCount === null
          ? 'Reading the ledger'
          : `${formatCount(totalCount)} ${totalCount === 1 ? 'line' : 'lines'} match`
      }
      side={
        totals === null ? undefined : (
          <dl className="ledger-sums" aria-busy={isLoading}>
            <div>
              <dt>In, {formatCount(totals.creditCount)}</dt>
              <dd>
                <Money amount={totals.credits} />
              </dd>
            </div>
            <div>
              <dt>Out, {formatCount(totals.debitCount)}</dt>
              <dd>
                <Money amount={totals.debits} />
              </dd>
            </div>
            <div>
              <dt>Net</dt>
              <dd>
                <Money amount={totals.net} isSigned />
              </dd>
            </div>
          </dl>
        )
      }
    >
      <LedgerFilter filter={filter} accounts={accounts ?? []} onChange={setFilter} />
      {trouble === null ? null : <TroubleNotice trouble={trouble} what="The ledger" onRetry={more} />}
      {isFirst && trouble === null ? <Skeleton lines={8} label="Reading the ledger" /> : null}
      {totalCount === 0 ? (
        <Notice
          tone="calm"
          title="No line matches"
          actions={
            <button type="button" className="button" onClick={() => setFilter(EMPTY_FILTER)}>
              Clear the filter
            </button>
          }
        >
          Try fewer words, or a wider span of days.
        </Notice>
      ) : null}
      {totalCount === null || totalCount === 0 ? null : (
        <LedgerTable key={JSON.stringify(wish)} lines={lines} totalCount={totalCount} hasMore={hasMore} onMore={more} />
      )}
    </Panel>
  )
}
