/**
 * Exact money: integers of paise inside, a decimal string of rupees outside, never a float.
 * `bigint` because a sum over any statement must be exact whatever its size.
 */

/** An amount in paise (hundredths of a rupee). May be negative: a house-property loss, an overdrawn balance. */
export type Paise = bigint & { readonly brand: 'Paise' }

export const NO_PAISE = 0n as Paise

const DECIMAL = /^([+-]?)(\d{1,20})(?:\.(\d*))?$/
/** Above this a JSON number no longer tells two neighbouring paise apart. */
const LARGEST_EXACT_NUMBER = 2 ** 45

/** What a printed amount turned out to be: the nearest paise, and whether that is all there was to it. */
export interface ParsedMoney {
  readonly paise: Paise
  /** False when digits below a paisa had to be rounded, or the number was too large to be exact. */
  readonly isExact: boolean
}

/** Marks a whole number of paise as money. */
export function toPaise(paise: bigint): Paise {
  return paise as Paise
}

/**
 * Reads rupees as Finpass prints them: a JSON number, or a decimal string. Float noise below a thousandth of a paisa
 * (`1042.2700000000186`) counts as exact; anything else below a paisa is rounded half away from zero and says so.
 * Null when it is not an amount.
 */
export function parseMoney(value: number | string): ParsedMoney | null {
  if (typeof value === 'number') return parseNumber(value)
  const match = DECIMAL.exec(value.trim())
  return match === null ? null : fromDigits(match[1] === '-', match[2] as string, match[3] ?? '')
}

function parseNumber(value: number): ParsedMoney | null {
  if (!Number.isFinite(value)) return null
  if (Math.abs(value) > LARGEST_EXACT_NUMBER) {
    return Math.abs(value) < 1e20 ? { paise: toPaise(BigInt(Math.round(value)) * 100n), isExact: false } : null
  }
  const hundredths = value * 100
  const paise = Math.round(Math.abs(hundredths)) * Math.sign(value)
  // Noise grows with the amount: a double carries some sixteen digits, of which a few are lost in sums.
  const noise = Math.max(0.001, Math.abs(hundredths) * 1e-13)
  return { paise: toPaise(BigInt(paise)), isExact: Math.abs(hundredths - paise) <= noise }
}

function fromDigits(isNegative: boolean, whole: string, fraction: string): ParsedMoney {
  const paise = BigInt(whole) * 100n + BigInt(fraction.slice(0, 2).padEnd(2, '0'))
  const rest = fraction.slice(2)
  const rounded = rest !== '' && rest[0] !== undefined && rest[0] >= '5' ? paise + 1n : paise
  return { paise: toPaise(isNegative ? -rounded : rounded), isExact: /^0*$/.test(rest) }
}

/** Prints rupees with two places, e.g. `-40000.00`. */
export function formatMoney(paise: Paise): string {
  if (paise >= 0n && paise <= LARGEST_PLAIN) {
    const whole = Number(paise)
    const rupees = Math.floor(whole / 100)
    return `${rupees}${HUNDREDTHS[whole - rupees * 100]}`
  }
  const isNegative = paise < 0n
  const digits = (isNegative ? -paise : paise).toString().padStart(3, '0')
  return `${isNegative ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/** Nearly every amount; as a number it is printed in two thirds of the time. */
const LARGEST_PLAIN = BigInt(Number.MAX_SAFE_INTEGER)
const HUNDREDTHS = Array.from({ length: 100 }, (_, paise) => `.${String(paise).padStart(2, '0')}`)

/** Exact sum. */
export function addPaise(...amounts: readonly Paise[]): Paise {
  let sum = 0n
  for (const amount of amounts) sum += amount
  return sum as Paise
}

/** A number of paise that a sum takes as it is: ten trillion rupees. */
export const MOST_PLAIN_PAISE = 1e15
/** So much, and another `MOST_PLAIN_PAISE` are still exact. */
const MOST_HELD = Number.MAX_SAFE_INTEGER - MOST_PLAIN_PAISE

/** Adds up exactly, however much it becomes; what comes as a number costs a fraction of what comes as a bigint. */
export class PaiseSum {
  #total = 0n
  #held = 0

  add(amount: Paise): void {
    this.#total += amount
  }

  /** A whole number of paise, from nothing to `MOST_PLAIN_PAISE`. */
  addPlain(paise: number): void {
    if (this.#held > MOST_HELD) {
      this.#total += BigInt(this.#held)
      this.#held = 0
    }
    this.#held += paise
  }

  total(): Paise {
    return toPaise(this.#total + BigInt(this.#held))
  }
}

/** Exact difference `minuend - subtrahend`. */
export function subtractPaise(minuend: Paise, subtrahend: Paise): Paise {
  return (minuend - subtrahend) as Paise
}
