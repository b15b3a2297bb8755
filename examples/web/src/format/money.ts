/**
 * Amounts as people in India write them: 12,34,567.00. From the exact decimal strings of the graph, by way of whole paise;
 * an amount is never a float, but for the height of a bar.
 */

/** Whole paise; null when the text is no amount of the graph. */
export function parsePaise(amount: string): bigint | null {
  const [, sign = '', rupees = '', paise = ''] = /^(-?)(\d+)(?:\.(\d{2}))?$/.exec(amount) ?? []
  if (rupees === '') return null
  const value = BigInt(rupees) * 100n + BigInt(paise === '' ? '0' : paise)
  return sign === '-' ? -value : value
}

/** As the graph writes it: "1234567.00". */
export function printPaise(paise: bigint): string {
  const digits = (paise < 0n ? -paise : paise).toString().padStart(3, '0')
  return `${paise < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/** "1234567.00" becomes "12,34,567.00"; a text that is no amount is given back as it is. A minus is the typographer's. */
export function formatMoney(amount: string): string {
  const paise = parsePaise(amount)
  if (paise === null) return amount
  const [rupees = '', rest = ''] = printPaise(paise < 0n ? -paise : paise).split('.')
  return `${paise < 0n ? '−' : ''}${groupIndian(rupees)}.${rest}`
}

/** Without paise, cut off and not rounded: for tables that are read across. "12,34,567". */
export function formatRupees(amount: string): string {
  return formatMoney(amount).replace(/\.\d{2}$/, '')
}

/** In lakh and crore, cut off to one place: "12.3 L", "1.2 Cr". For the axis of a chart. */
export function formatShort(rupees: number): string {
  const size = Math.abs(rupees)
  const sign = rupees < 0 ? '−' : ''
  if (size >= 10_000_000) return `${sign}${trim(size / 10_000_000)} Cr`
  if (size >= 100_000) return `${sign}${trim(size / 100_000)} L`
  if (size >= 1_000) return `${sign}${trim(size / 1_000)} k`
  return `${sign}${Math.trunc(size)}`
}

/** The exact sum of amounts; what is no amount counts for nothing. */
export function sumMoney(amounts: readonly string[]): string {
  return printPaise(amounts.reduce((sum, amount) => sum + (parsePaise(amount) ?? 0n), 0n))
}

/** Rupees for the height of a bar, and for nothing else. */
export function toHeight(amount: string): number {
  return Number(parsePaise(amount) ?? 0n) / 100
}

/** The last three digits, then pairs. */
function groupIndian(digits: string): string {
  const head = digits.slice(0, -3)
  return head === '' ? digits : `${head.replace(/\B(?=(\d{2})+$)/g, ',')},${digits.slice(-3)}`
}

function trim(value: number): string {
  return (Math.trunc(value * 10) / 10).toString()
}
