/**
 * Statement lines with made-up numbers, put through the parser of statements: Aadhaar numbers of the range that is kept for
 * tests, in every field of text and however they may be spaced; and accounts and payment references as banks write them.
 */
import { hasVerhoeffDigit } from '../../../../src/finpass/verhoeff.ts'
import { parseAaBsaStatement } from '../../../../src/finpass/aa-bsa/aa-bsa-statement.normalise.ts'
import type { Random } from './random.ts'

interface Line {
  readonly narration: string
  readonly reference: string
  /** The number that is in it. */
  readonly digits: string
}

const SEPARATORS = [
  '',
  ' ',
  '-',
  '.',
  '/',
  '|',
  '*',
  ' ~ ',
  '\u00a0',
  '\u200b',
  '\u2013',
  ' \u{1f4b3} ',
  '     ',
  '\t\t',
  '::',
  '()',
]
const AROUND = [
  '',
  'UPI/',
  'AEPS/CASH/',
  'UID ',
  'Aadhaar: ',
  'IMPS-P2A-',
  'NEFT CR-',
  'BY TRANSFER ',
  'ref no ',
  'KYC(',
  '12 ',
]
/** How many digits the accounts of the large banks have; one in seven has twelve. */
const ACCOUNT_LENGTHS = [11, 14, 15, 12, 16, 14, 13]

export interface MaskedCounts {
  readonly texts: number
  readonly unmasked: number
  readonly numbers: number
  readonly wronglyMaskedPercent: number
}

/** So many texts with an Aadhaar number, and as many with another. */
export function countMasked(random: Random, count: number): MaskedCounts {
  const people = Array.from({ length: count }, () => withAadhaar(random))
  const others = Array.from({ length: count }, () => withOther(random))
  const shown = parse(people)
  const unmasked = shown.filter((text, at) => isWhole(text, people[at]?.digits ?? '')).length
  const masked = parse(others).filter((text, at) => !text.includes(others[at]?.digits ?? '')).length
  return { texts: count, unmasked, numbers: count, wronglyMaskedPercent: (100 * masked) / count }
}

function isWhole(text: string, digits: string): boolean {
  // Eight digits in a row, whatever stands between them, are more than anybody may see.
  return text.replace(/\D/g, '').includes(digits.slice(0, 8))
}

function toDigits(random: Random, length: number): string {
  return Array.from({ length }, () => String(random.below(10))).join('')
}

function withAadhaar(random: Random): Line {
  const beginning = `9999${toDigits(random, 7)}`
  const digits = Array.from({ length: 10 }, (_, digit) => `${beginning}${digit}`).find((text) => hasVerhoeffDigit(text))
  if (digits === undefined) throw new Error('every number has a check digit')
  const separator = random.pick(SEPARATORS)
  const written = random.below(4) === 0 ? [...digits].join(separator) : digits.match(/.{4}/g)?.join(separator)
  const text = `${random.pick(AROUND)}${written ?? digits}${random.pick(['', '/X', ' paid', '@aadhaar.npci', ')'])}`
  return random.below(5) === 0
    ? { narration: 'BY CASH', reference: text, digits }
    : { narration: text, reference: 'R1', digits }
}

function withOther(random: Random): Line {
  const day = String(1 + random.below(365)).padStart(3, '0')
  const hour = String(random.below(24)).padStart(2, '0')
  const reference = `${random.below(10)}${day}${hour}${toDigits(random, 6)}`
  const account = `${1 + random.below(9)}${toDigits(random, random.pick(ACCOUNT_LENGTHS) - 1)}`
  const utr = `3${20 + random.below(8)}${day}${toDigits(random, 6)}`
  return random.pick<() => Line>([
    () => ({ narration: `UPI/DR/${reference}/SHOP/HDFC`, reference: 'R1', digits: reference }),
    () => ({ narration: `UPI-SHOP-shop@okbank-HDFC0000001-${reference}-tea`, reference: 'R1', digits: reference }),
    () => ({ narration: `IMPS-P2A-${reference}-RENT`, reference: 'R1', digits: reference }),
    () => ({ narration: 'UPI/CR/SHOP/tea', reference, digits: reference }),
    () => ({ narration: `NEFT CR-SBIN${utr}-SALARY`, reference: 'R1', digits: utr }),
    () => ({ narration: `TRF TO A/C NO ${account}`, reference: 'R1', digits: account }),
    () => ({ narration: `LOAN EMI ACCT ${account} ECS`, reference: 'R1', digits: account }),
    () => ({ narration: `BY TRANSFER FROM ${account}`, reference: 'R1', digits: account }),
  ])()
}

/** Narration and reference of each line as the parser gives them. */
function parse(lines: readonly Line[]): string[] {
  const transactions = lines.map(({ narration, reference }) => ({
    date: '2025-07-01',
    type: 'DEBIT',
    amount: 10,
    narration,
    reference,
  }))
  const { value } = parseAaBsaStatement({ accounts: [{ account_number: 'XXXX1234', bank_name: 'Bank', transactions }] })
  const [account] = value
  if (account?.transactions.length !== lines.length) throw new Error('the parser did not take every line')
  return account.transactions.map(({ narration, reference }) => `${narration} | ${reference}`)
}
