/** The few figures a decision begins with, each with where it comes from. What is not known is said to be so. */
import type { ReactNode } from 'react'
import { sumMoney } from '../format/money.ts'
import { formatFraction } from '../format/number.ts'
import type { Picture } from '../screen/underwriter.tsx'
import { Money, Unknown } from './money.tsx'

export function Figures({ picture }: { readonly picture: Picture }) {
  const { itrFilings, bsaAnalysis, bankAccounts } = picture
  const newest = itrFilings?.[0] ?? null
  const score = bsaAnalysis?.accounts.flatMap(({ healthScore }) => healthScore ?? []) ?? []
  const lowest = score.toSorted((a, b) => a.score - b.score)[0] ?? null
  const foir = bsaAnalysis?.obligations?.foir ?? null
  const toNote = (value: unknown, note: string): string => {
    if (bsaAnalysis === null) return 'no analysis read'
    return value == null ? 'not given by Finpass' : note
  }
  const balances = bankAccounts?.flatMap(({ closingBalance }) => closingBalance ?? []) ?? []
  return (
    <dl className="figures">
      <Figure title="Declared income" note={newest === null ? 'no return' : `AY ${newest.assessmentYear}`}>
        <Money amount={newest?.income.grossTotal ?? null} isShort />
      </Figure>
      <Figure
        title="Average monthly income"
        note={toNote(bsaAnalysis?.income?.averageMonthly, 'as Finpass reckons it')}
      >
        <Money amount={bsaAnalysis?.income?.averageMonthly ?? null} isShort />
      </Figure>
      <Figure
        title="FOIR"
        note={toNote(foir, 'fixed obligations to income')}
        tone={foir !== null && foir > 0.5 ? 'warn' : undefined}
      >
        {foir === null ? <Unknown /> : formatFraction(foir)}
      </Figure>
      <Figure title="Health score" note={toNote(lowest, lowest?.rating ?? 'of the weakest account')}>
        {lowest === null ? (
          <Unknown />
        ) : (
          <>
            {lowest.score}
            <small> of 100</small>
          </>
        )}
      </Figure>
      <Figure title="Income stability" note={toNote(bsaAnalysis?.income?.stabilityScore, '75 and more is steady')}>
        {typeof bsaAnalysis?.income?.stabilityScore === 'number' ? (
          <>
            {bsaAnalysis.income.stabilityScore}
            <small> of 100</small>
          </>
        ) : (
          <Unknown />
        )}
      </Figure>
      <Figure title="In the accounts" note={toAccountsNote(bankAccounts)}>
        <Money amount={balances.length === 0 ? null : sumMoney(balances)} isShort isSigned />
      </Figure>
    </dl>
  )
}

/** An account that two products read stands there twice; then the sum is not one. */
function toAccountsNote(accounts: Picture['bankAccounts']): string {
  if (accounts === null) return 'no account read'
  const count = accounts.length
  const hasTwice = new Set(accounts.map(({ source }) => source)).size > 1
  return hasTwice ? `${count} accounts, some read twice` : `closing, ${count} ${count === 1 ? 'account' : 'accounts'}`
}

interface FigureProps {
  readonly title: string
  readonly note: string
  readonly tone?: 'warn' | undefined
  readonly children: ReactNode
}

function Figure({ title, note, tone, children }: FigureProps) {
  return (
    <div className="figure" data-tone={tone}>
      <dt>{title}</dt>
      <dd>{children}</dd>
      <dd className="figure-note">{note}</dd>
    </div>
  )
}
