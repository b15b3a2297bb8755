/**
 * Verhoeff's scheme, by which an Aadhaar has its check digit: multiplication in the dihedral group of order ten, and a permutation
 * by position.
 */
import { toDigit } from './digit.ts'

const PRODUCT = [
  '0123456789',
  '1234067895',
  '2340178956',
  '3401289567',
  '4012395678',
  '5987604321',
  '6598710432',
  '7659821043',
  '8765932104',
  '9876543210',
].map(toNumbers)
const PERMUTATION = [
  '0123456789',
  '1576283094',
  '5803796142',
  '8916043527',
  '9453126870',
  '4286573901',
  '2793806415',
  '7046913258',
].map(toNumbers)

function toNumbers(row: string): readonly number[] {
  return [...row].map(Number)
}

/** True when the last digit in `text`, from `start` to `end`, is the Verhoeff check digit of those before; only digits count. */
export function hasVerhoeffDigit(text: string, start = 0, end = text.length): boolean {
  let check = 0
  let position = 0
  for (let i = end - 1; i >= start; i--) {
    const digit = toDigit(text.charCodeAt(i))
    if (digit < 0) continue
    const permuted = PERMUTATION[position % 8]?.[digit] ?? 0
    check = PRODUCT[check]?.[permuted] ?? 0
    position++
  }
  return check === 0
}

/** For each of twelve places, what the check is once the digit there has been met: `place * 100 + check * 10 + digit`. */
const STEPS = Uint8Array.from({ length: 1_200 }, (_, at) => {
  const [place, check, digit] = [Math.floor(at / 100), Math.floor(at / 10) % 10, at % 10]
  // The scheme begins behind the last digit; the group is none in which the order did not matter.
  const permuted = PERMUTATION[(11 - place) % 8]?.[digit] ?? 0
  return PRODUCT[permuted]?.[check] ?? 0
})

/** As `hasVerhoeffDigit`, of the twelve digits of ASCII that begin at `start`, whatever stands between them; false when they do not. */
export function isVerhoeffAt(text: string, start: number): boolean {
  let check = 0
  let place = 0
  for (let at = start; place < 1_200 && at < text.length; at += 1) {
    const digit = text.charCodeAt(at) - 48
    if (digit < 0 || digit > 9) continue
    check = STEPS[place + check * 10 + digit] ?? 0
    place += 100
  }
  return place === 1_200 && check === 0
}
