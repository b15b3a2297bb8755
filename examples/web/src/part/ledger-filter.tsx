/** What a line of the ledger must fulfil, as a person says it; and that as the graph takes it. */
import type { LedgerWish } from '../graph/use-ledger.ts'
import type { TransactionOrder, TransactionType } from '../operations.ts'
import type { Picture } from '../screen/underwriter.tsx'

export interface Filter {
  readonly text: string
  readonly type: TransactionType | ''
  readonly mode: string
  readonly least: string
  readonly from: string
  readonly to: string
  readonly accountId: string
  readonly order: TransactionOrder
}

export const EMPTY_FILTER: Filter = {
  text: '',
  type: '',
  mode: '',
  least: '',
  from: '',
  to: '',
  accountId: '',
  order: 'DATE_DESC',
}

const MODES = ['UPI', 'NEFT', 'IMPS', 'ACH', 'CASH', 'ATM', 'CARD', 'CHEQUE', 'OTHERS']
const ORDERS: readonly (readonly [order: TransactionOrder, title: string])[] = [
  ['DATE_DESC', 'Newest first'],
  ['DATE_ASC', 'Oldest first'],
  ['AMOUNT_DESC', 'Largest first'],
  ['AMOUNT_ASC', 'Smallest first'],
]

/** What the graph is asked. An amount that is not one yet, half typed, does not narrow. */
export function toWish({ text, type, mode, least, from, to, accountId, order }: Filter): LedgerWish {
  const amount = /^\d{1,12}(?:\.\d{1,2})?$/.exec(least.replaceAll(/[,\s]/g, ''))?.[0]
  return {
    orderBy: order,
    where: {
      ...(text.trim() === '' ? {} : { text: text.trim() }),
      ...(type === '' ? {} : { type }),
      ...(mode === '' ? {} : { modes: [mode] }),
      ...(amount === undefined ? {} : { minAmount: amount }),
      ...(from === '' ? {} : { from }),
      ...(to === '' ? {} : { to }),
      ...(accountId === '' ? {} : { accountIds: [accountId] }),
    },
  }
}

export interface LedgerFilterProps {
  readonly filter: Filter
  readonly accounts: NonNullable<Picture['bankAccounts']>
  readonly onChange: (filter: Filter) => void
}

export function LedgerFilter({ filter, accounts, onChange }: LedgerFilterProps) {
  const change = (part: Partial<Filter>): void => onChange({ ...filter, ...part })
  return (
    <div className="toolbar ledger-filter" role="search" aria-label="Transactions">
      <label className="field-inline field-search">
        <span>Search</span>
        <input
          type="search"
          placeholder="In the narration"
          value={filter.text}
          onChange={(event) => change({ text: event.target.value })}
        />
      </label>
      <label className="field-inline">
        <span>Direction</span>
        <select value={filter.type} onChange={(event) => change({ type: toType(event.target.value) })}>
          <option value="">In and out</option>
          <option value="CREDIT">In</option>
          <option value="DEBIT">Out</option>
        </select>
      </label>
      <label className="field-inline">
        <span>Mode</span>
        <select value={filter.mode} onChange={(event) => change({ mode: event.target.value })}>
          <option value="">Any</option>
          {MODES.map((mode) => (
            <option key={mode} value={mode}>
              {mode}
            </option>
          ))}
        </select>
      </label>
      {accounts.length < 2 ? null : (
        <label className="field-inline">
          <span>Account</span>
          <select value={filter.accountId} onChange={(event) => change({ accountId: event.target.value })}>
            <option value="">All</option>
            {accounts.map(({ id, bankName, maskedNumber }) => (
              <option key={id} value={id}>
                {bankName ?? 'Account'} {maskedNumber.slice(-4)}
              </option>
            ))}
          </select>
        </label>
      )}
      <label className="field-inline field-short">
        <span>At least</span>
        <input
          inputMode="decimal"
          placeholder="0"
          value={filter.least}
          onChange={(event) => change({ least: event.target.value })}
        />
      </label>
      <label className="field-inline">
        <span>From</span>
        <input type="date" value={filter.from} onChange={(event) => change({ from: event.target.value })} />
      </label>
      <label className="field-inline">
        <span>To</span>
        <input type="date" value={filter.to} onChange={(event) => change({ to: event.target.value })} />
      </label>
      <label className="field-inline">
        <span>Order</span>
        <select
          value={filter.order}
          onChange={(event) => {
            change({ order: ORDERS.find(([order]) => order === event.target.value)?.[0] ?? 'DATE_DESC' })
          }}
        >
          {ORDERS.map(([order, title]) => (
            <option key={order} value={order}>
              {title}
            </option>
          ))}
        </select>
      </label>
    </div>
  )
}

function toType(value: string): Filter['type'] {
  return value === 'CREDIT' || value === 'DEBIT' ? value : ''
}
