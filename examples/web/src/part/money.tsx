/** An amount, in the Indian grouping, to be read down a column. */
import { formatMoney, formatRupees, parsePaise } from '../format/money.ts'

export interface MoneyProps {
  /** Exactly as the graph gave it; null where it is not known. */
  readonly amount: string | null
  /** Without paise, and the whole in the title. @default false */
  readonly isShort?: boolean
  /** Colours what is below zero. @default false */
  readonly isSigned?: boolean
  /** ISO code, shown when it is not rupees. */
  readonly currency?: string
}

export function Money({ amount, isShort = false, isSigned = false, currency = 'INR' }: MoneyProps) {
  if (amount === null) return <Unknown />
  const isBelow = isSigned && (parsePaise(amount) ?? 0n) < 0n
  return (
    <span className="money" data-below={isBelow ? '' : undefined} title={isShort ? formatMoney(amount) : undefined}>
      {currency === 'INR' ? null : <span className="currency">{currency} </span>}
      {isShort ? formatRupees(amount) : formatMoney(amount)}
    </span>
  )
}

/** Where Finpass said nothing: a dash to see, words to hear. */
export function Unknown({ words = 'not known' }: { readonly words?: string }) {
  return (
    <span className="unknown">
      <span aria-hidden="true">–</span>
      <span className="hidden">{words}</span>
    </span>
  )
}
