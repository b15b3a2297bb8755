/** Whose a PAN or a mobile number is: somebody of the list, or a plain salaried person derived from it. */
import type { JourneyKind } from './handle.ts'
import { createPersona, type Persona } from './persona.ts'
import { PERSONAS } from './personas.ts'
import { createRandom } from './random.ts'

const ALL: readonly JourneyKind[] = ['ITR', 'AA_BSA', 'ACCOUNT_AGGREGATOR']
const FIRST = ['AARAV', 'ISHA', 'KABIR', 'ANANYA', 'VIVEK', 'TARA', 'RAHUL', 'SNEHA'] as const
const LAST = ['MENON', 'GUPTA', 'DAS', 'REDDY', 'KAPOOR', 'SHAH', 'PILLAI', 'MISHRA'] as const

/** The persona with that key; null when there is none. */
export function personaByKey(key: string): Persona | null {
  return PERSONAS.find((candidate) => candidate.key === key) ?? null
}

/** The persona of a PAN or of a mobile number: one of the list, or a plain salaried person who is always the same. */
export function personaOf(subject: string): Persona {
  const known = PERSONAS.find(({ pan, mobile }) => pan === subject || mobile === subject)
  if (known !== undefined) return known
  const random = createRandom('generic', subject)
  const last = random.pick(LAST)
  const isMobile = /^\d/.test(subject)
  return createPersona({
    key: `generic-${subject}`,
    title: 'A plain salaried person',
    pan: isMobile ? `GENP${last.charAt(0)}${random.digits(4)}Z` : subject,
    mobile: isMobile ? subject : `90001${random.digits(5)}`,
    name: `${random.pick(FIRST)} ${last}`,
    kinds: ALL,
    gender: random.pick(['F', 'M']),
    dob: `${random.integer(1970, 2000)}-0${random.integer(1, 9)}-${random.integer(10, 28)}`,
    monthlySalary: random.integer(420, 1650) * 100,
  })
}
