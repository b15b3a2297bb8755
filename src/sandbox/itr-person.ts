/** Address, Aadhaar number and the like of a persona, as the tax portal keeps them; all invented. */
import type { Persona } from './persona.ts'
import { createRandom } from './random.ts'

/** What the portal knows beyond the return. */
export interface Person {
  readonly firstName: string
  readonly surname: string
  readonly fatherName: string
  readonly email: string
  readonly door: string
  readonly street: string
  readonly locality: string
  readonly city: string
  readonly state: string
  readonly stateCode: string
  readonly pinCode: number
  /** Twelve digits with a valid check digit, from the 9999 test range. */
  readonly aadhaar: string
  /** `XXXX XXXX 5678` */
  readonly maskedAadhaar: string
}

type Place = Pick<Person, 'city' | 'state' | 'stateCode' | 'pinCode' | 'locality'>

const PLACES: readonly [Place, ...Place[]] = [
  { city: 'Bengaluru', state: 'KARNATAKA', stateCode: '15', pinCode: 560080, locality: 'Malleshwaram' },
  { city: 'Pune', state: 'MAHARASHTRA', stateCode: '19', pinCode: 411038, locality: 'Kothrud' },
  { city: 'Chennai', state: 'TAMIL NADU', stateCode: '29', pinCode: 600041, locality: 'Thiruvanmiyur' },
  { city: 'Ahmedabad', state: 'GUJARAT', stateCode: '11', pinCode: 380015, locality: 'Satellite' },
]

/** The persona's particulars; always the same. */
export function personOf(persona: Persona): Person {
  const random = createRandom('person', persona.key)
  const words = persona.name.split(' ')
  const firstName = words[0] ?? persona.name
  const surname = words.at(-1) ?? persona.name
  const aadhaar = withCheckDigit(`9999${random.digits(7)}`)
  return {
    ...random.pick(PLACES),
    firstName,
    surname,
    fatherName: words.slice(1).join(' '),
    email: `${firstName}.${surname}@example.com`.toLowerCase(),
    door: `Flat ${random.integer(101, 909)}`,
    street: random.pick(['8th Cross Road', 'Temple Street', 'Lake View Road', 'Station Road']),
    aadhaar,
    maskedAadhaar: `XXXX XXXX ${aadhaar.slice(-4)}`,
  }
}

const TURN = [
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
]
const SHIFT = [
  '0123456789',
  '1576283094',
  '5803796142',
  '8916043527',
  '9453126870',
  '4286573901',
  '2793806415',
  '7046913258',
]
const INVERSE = '0432156789'

/** Appends the Verhoeff check digit that Aadhaar numbers end with. */
function withCheckDigit(digits: string): string {
  let sum = 0
  for (let place = 1; place <= digits.length; place += 1) {
    const shifted = Number(SHIFT[place % 8]?.[Number(digits[digits.length - place])])
    sum = Number(TURN[sum]?.[shifted])
  }
  return digits + INVERSE.charAt(sum)
}
