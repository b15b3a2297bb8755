/** Income by head across the years, as declared: to be read across, newest year first. */
import type { Picture } from '../screen/underwriter.tsx'
import { Money } from './money.tsx'
import { Panel } from './panel.tsx'
import { SourceEmpty } from './source-empty.tsx'

type Filing = NonNullable<Picture['itrFilings']>[number]

const HEADS: readonly (readonly [title: string, head: keyof Filing['income'], isSum?: boolean])[] = [
  ['Salary', 'salary'],
  ['House property', 'houseProperty'],
  ['Business or profession', 'businessProfession'],
  ['Capital gains', 'capitalGains'],
  ['Other sources', 'otherSources'],
  ['Gross total', 'grossTotal', true],
  ['Deductions', 'deductions'],
  ['Total income', 'totalIncome', true],
]

export interface IncomeProps {
  readonly filings: Picture['itrFilings']
  readonly sources: Picture['sources']
}

export function Income({ filings, sources }: IncomeProps) {
  return (
    <Panel title="Income across years" note="As declared in the returns, in rupees">
      {filings === null ? <SourceEmpty sources={sources} kinds={['ITR']} /> : null}
      {filings?.length === 0 ? (
        <p className="empty">A valid login without a single return: nothing was ever filed.</p>
      ) : null}
      {filings === null || filings.length === 0 ? null : (
        <div className="scroll-x" tabIndex={0} role="group" aria-label="Income across years, scrolls sideways">
          <table className="figures-table">
            <thead>
              <tr>
                <th scope="col">Head of income</th>
                {filings.map(({ id, assessmentYear, form, filingType }) => (
                  <th key={id} scope="col" className="number">
                    {assessmentYear}
                    <span className="sub">
                      {form}
                      {filingType === null || /^(original|regular)$/i.test(filingType)
                        ? ''
                        : `, ${filingType.toLowerCase()}`}
                    </span>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {HEADS.filter(([, head]) => filings.some(({ income }) => income[head] !== null)).map(
                ([title, head, isSum = false]) => (
                  <tr key={head} className={isSum ? 'sum' : undefined}>
                    <th scope="row">{title}</th>
                    {filings.map(({ id, income }) => (
                      <td key={id} className="number">
                        <Money amount={income[head]} isShort isSigned />
                      </td>
                    ))}
                  </tr>
                ),
              )}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  )
}
