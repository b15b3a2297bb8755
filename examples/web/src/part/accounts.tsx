/** The bank accounts, each as one product reported it, with its exact sums. */
import { formatDay } from '../format/date.ts'
import { formatCount } from '../format/number.ts'
import { SHORT_KINDS, toName, toWords } from '../format/word.ts'
import type { Picture } from '../screen/underwriter.tsx'
import { Money } from './money.tsx'
import { Panel } from './panel.tsx'
import { SourceEmpty } from './source-empty.tsx'

export interface AccountsProps {
  readonly accounts: Picture['bankAccounts']
  readonly sources: Picture['sources']
}

export function Accounts({ accounts, sources }: AccountsProps) {
  const kinds = new Set(accounts?.map(({ source }) => source))
  return (
    <Panel
      title="Accounts"
      note={
        kinds.size > 1 ? 'Read by two products: the same account may stand here twice' : 'Sums over the whole statement'
      }
    >
      {accounts === null ? <SourceEmpty sources={sources} kinds={['AA_BSA', 'ACCOUNT_AGGREGATOR']} /> : null}
      {accounts === null ? null : (
        <ul className="accounts">
          {accounts.map(({ id, bankName, maskedNumber, accountType, source, holder, transactions, ...rest }) => (
            <li key={id} className="account">
              <div className="account-head">
                <span className="account-name">{bankName ?? 'Unnamed bank'}</span>
                <span className="masked">{maskedNumber}</span>
                <span className="tag">{SHORT_KINDS[source]}</span>
              </div>
              <p className="account-note">
                {[accountType === null ? null : toWords(accountType), holder?.name == null ? null : toName(holder.name)]
                  .filter((part) => part !== null)
                  .join(', ')}
                {rest.periodStart === null || rest.periodEnd === null
                  ? ''
                  : ` · ${formatDay(rest.periodStart)} to ${formatDay(rest.periodEnd)}`}
              </p>
              <dl className="account-sums">
                <div>
                  <dt>Closing balance</dt>
                  <dd>
                    <Money amount={rest.closingBalance} isSigned currency={rest.currency} />
                  </dd>
                </div>
                <div>
                  <dt>In</dt>
                  <dd>
                    <Money amount={transactions.totals.credits} currency={rest.currency} />
                  </dd>
                </div>
                <div>
                  <dt>Out</dt>
                  <dd>
                    <Money amount={transactions.totals.debits} currency={rest.currency} />
                  </dd>
                </div>
                <div>
                  <dt>Lines</dt>
                  <dd>{formatCount(transactions.totalCount)}</dd>
                </div>
              </dl>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}
