/** Money in and out by month, as a chart for the eye and as a table for everybody else: the same exact sums. */
import { lazy, Suspense, useMemo, useState } from 'react'
import { formatMonth } from '../format/date.ts'
import { joinMonths, type MonthSum } from '../format/month-sum.ts'
import type { Picture } from '../screen/underwriter.tsx'
import { Money } from './money.tsx'
import { Panel, Skeleton } from './panel.tsx'
import { SourceEmpty } from './source-empty.tsx'

/** Apart from the rest: the page can be read before the library is there. */
const CashFlowChart = lazy(() => import('./cash-flow-chart.tsx'))

export interface CashFlowProps {
  readonly accounts: Picture['bankAccounts']
  readonly sources: Picture['sources']
}

export function CashFlow({ accounts, sources }: CashFlowProps) {
  const [accountId, setAccountId] = useState('')
  const [isTable, setTable] = useState(false)
  // Two products may have read the same account: of all together only those of one product are added up.
  const own = useMemo(() => {
    const all = accounts ?? []
    const [first] = all
    return all.filter(({ id, source }) => (accountId === '' ? source === first?.source : id === accountId))
  }, [accounts, accountId])
  const months = useMemo(() => joinMonths(own.map(({ monthly }) => monthly)), [own])

  return (
    <Panel
      title="Cash flow"
      note="Exact sums of the ledgers by month, in rupees"
      side={
        months.length === 0 ? undefined : (
          <div className="panel-tools">
            {(accounts?.length ?? 0) < 2 ? null : (
              <label className="field-inline">
                <span>Account</span>
                <select value={accountId} onChange={(event) => setAccountId(event.target.value)}>
                  <option value="">All</option>
                  {accounts?.map(({ id, bankName, maskedNumber }) => (
                    <option key={id} value={id}>
                      {bankName ?? 'Account'} {maskedNumber.slice(-4)}
                    </option>
                  ))}
                </select>
              </label>
            )}
            <button
              type="button"
              className="button button-quiet"
              aria-pressed={isTable}
              onClick={() => setTable(!isTable)}
            >
              As a table
            </button>
          </div>
        )
      }
    >
      {months.length === 0 ? <SourceEmpty sources={sources} kinds={['AA_BSA', 'ACCOUNT_AGGREGATOR']} /> : null}
      {months.length === 0 || isTable ? null : (
        <Suspense fallback={<Skeleton lines={6} label="Drawing the chart" />}>
          <CashFlowChart months={months} />
        </Suspense>
      )}
      {months.length > 0 && isTable ? <MonthTable months={months} /> : null}
    </Panel>
  )
}

function MonthTable({ months }: { readonly months: readonly MonthSum[] }) {
  return (
    <div className="scroll-x" tabIndex={0} role="group" aria-label="Cash flow by month, scrolls sideways">
      <table className="figures-table">
        <thead>
          <tr>
            <th scope="col">Month</th>
            <th scope="col" className="number">
              In
            </th>
            <th scope="col" className="number">
              Out
            </th>
            <th scope="col" className="number">
              Net
            </th>
          </tr>
        </thead>
        <tbody>
          {months.map(({ month, credits, debits, net }) => (
            <tr key={month}>
              <th scope="row">{formatMonth(month)}</th>
              <td className="number">
                <Money amount={credits} />
              </td>
              <td className="number">
                <Money amount={debits} />
              </td>
              <td className="number">
                <Money amount={net} isSigned />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
