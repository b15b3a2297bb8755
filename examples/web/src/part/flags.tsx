/** Health of the statements and Finpass's warning signs: reasons to look closer, never to decline. */
import { formatCount } from '../format/number.ts'
import { toWords } from '../format/word.ts'
import type { Picture } from '../screen/underwriter.tsx'
import { Icon } from './icon.tsx'
import { Money } from './money.tsx'
import { Panel } from './panel.tsx'

type Analysis = NonNullable<Picture['bsaAnalysis']>

const FLAGS: readonly (readonly [flag: keyof NonNullable<Analysis['flags']>, title: string])[] = [
  ['emiBounce', 'An instalment failed'],
  ['salaryBounce', 'A salary was reversed'],
  ['inwardChequeReturn', 'A cheque paid in was returned'],
  ['endOfMonthStress', 'Balance very low at ends of months'],
  ['highCashWithdrawal', 'Unusual cash withdrawals'],
]

export function Flags({ analysis }: { readonly analysis: Picture['bsaAnalysis'] }) {
  if (analysis === null) return null
  const { flags, accounts, obligations, isComplete } = analysis
  return (
    <Panel title="Signals" note="Reasons to look closer, not to decline">
      {isComplete ? null : (
        <p className="empty" data-state="UNAVAILABLE">
          Finpass analysed only a part of the accounts.
        </p>
      )}
      {accounts.map(({ bankName, maskedNumber, healthScore, flagged, suspicious }) => (
        <div key={`${bankName ?? ''} ${maskedNumber ?? ''}`} className="health">
          <div className="health-head">
            <span>
              {bankName ?? 'Account'} <span className="masked">{maskedNumber}</span>
            </span>
            {healthScore === null ? <span className="quiet">no score</span> : <b>{healthScore.score}</b>}
          </div>
          {healthScore === null ? null : (
            <>
              <meter
                min={0}
                max={100}
                low={50}
                high={75}
                optimum={100}
                value={healthScore.score}
                aria-label={`Health score of ${bankName ?? 'the account'}`}
              />
              <p className="health-note">{healthScore.description ?? healthScore.rating}</p>
              <ul className="signals">
                {healthScore.penalties
                  .filter(({ count }) => count > 0)
                  .map(({ kind, count }) => (
                    <li key={kind} data-signal="raised">
                      <Icon name="flag" />
                      {toWords(kind)}, {formatCount(count)}
                    </li>
                  ))}
                {(suspicious?.total ?? 0) > 0 ? (
                  <li data-signal="raised">
                    <Icon name="flag" />
                    Suspicious lines, {formatCount(suspicious?.total ?? 0)}
                  </li>
                ) : null}
              </ul>
              {flagged?.total === 0 && (suspicious?.total ?? 0) === 0 ? (
                <p className="signals-none">
                  <Icon name="check" /> No line stands out
                </p>
              ) : null}
            </>
          )}
        </div>
      ))}
      {flags === null ? (
        <p className="hint">Finpass gave health scores per account here, and no flags or FOIR over all of them.</p>
      ) : (
        <ul className="signals">
          {FLAGS.map(([flag, title]) => (
            <li key={flag} data-signal={flags[flag] === null ? 'unknown' : flags[flag] ? 'raised' : 'none'}>
              <Icon name={flags[flag] === true ? 'flag' : flags[flag] === false ? 'check' : 'clock'} />
              <span>{title}</span>
              <span className="signal-word">
                {flags[flag] === null ? 'not said' : flags[flag] ? 'look closer' : 'not seen'}
              </span>
            </li>
          ))}
        </ul>
      )}
      {obligations === null || obligations.emiAccounts.length === 0 ? null : (
        <dl className="pairs">
          {obligations.emiAccounts.map(({ lender, amount, mode }) => (
            <div key={lender}>
              <dt>
                {toWords(lender)}
                {mode === null ? '' : `, ${mode}`}
              </dt>
              <dd>
                <Money amount={amount} />
              </dd>
            </div>
          ))}
          {obligations.emiPerMonth === null ? null : (
            <div className="sum">
              <dt>Instalments a month</dt>
              <dd>
                <Money amount={obligations.emiPerMonth} />
              </dd>
            </div>
          )}
        </dl>
      )}
    </Panel>
  )
}
