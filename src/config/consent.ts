/** How long the data behind a consent may be read, by the consent's type, from the environment. */
import { DAY_MS } from '../domain/date.ts'
import { CONSENT_TYPES, type ConsentType } from '../domain/journey.ts'

/** A decision on a loan takes weeks; a loan that is monitored runs for longer. */
const DEFAULT_DAYS: Readonly<Record<ConsentType, number>> = { LOAN_UNDERWRITING: 30, LOAN_MONITORING: 180 }

/** `TYPE=days`, comma-separated, or one number for every type; a problem is added to `problems` as a sentence. */
export function parseConsentDays(text: string, problems: string[]): Record<ConsentType, number> {
  const days = { ...DEFAULT_DAYS }
  const entries = text.split(',').map((entry) => entry.trim())
  const named = new Set<string>()
  for (const [at, entry] of entries.filter((each) => each !== '').entries()) {
    const [, name, number = ''] = /^(?:([A-Z_]+)=)?(\d{1,4})$/.exec(entry) ?? []
    const types = CONSENT_TYPES.filter((type) => name === undefined || type === name)
    const isNew = types.every((type) => !named.has(type))
    if (types.length === 0 || !isNew || Number(number) < 1 || Number(number) > 3_650) {
      problems.push(`CONSENT_DAYS entry ${at + 1} is not TYPE=1 to 3650, or its type is used twice`)
      continue
    }
    for (const type of types) {
      named.add(type)
      days[type] = Number(number)
    }
  }
  return { LOAN_UNDERWRITING: days.LOAN_UNDERWRITING * DAY_MS, LOAN_MONITORING: days.LOAN_MONITORING * DAY_MS }
}
