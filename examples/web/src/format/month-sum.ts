/** Sums by month over several accounts: exact, oldest month first, as a chart is read. */
import { sumMoney } from './money.ts'

export interface MonthSum {
  readonly month: string
  readonly credits: string
  readonly debits: string
  readonly net: string
}

/** One row for each month that any of the accounts has. */
export function joinMonths(accounts: readonly (readonly MonthSum[])[]): readonly MonthSum[] {
  const all = accounts.flat()
  const months = [...new Set(all.map(({ month }) => month))].toSorted()
  return months.map((month) => {
    const rows = all.filter((row) => row.month === month)
    return {
      month,
      credits: sumMoney(rows.map(({ credits }) => credits)),
      debits: sumMoney(rows.map(({ debits }) => debits)),
      net: sumMoney(rows.map(({ net }) => net)),
    }
  })
}
