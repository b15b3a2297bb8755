/**
 * What an answer says, so that answers of different systems can be compared: every amount, date, count and text under its
 * path, in one spelling. Ids and words that each system may choose freely are left out.
 */

/** Of each system's own making, or spelt as Finpass does by some and normalised by others. */
const FREE = new Set(['id', 'bankName', 'maskedNumber', 'accountType', 'assessmentYear', 'rating', 'form', 'source'])

/** Every fact as `path = value`; throws when the text is no JSON, or has errors in it. */
export function toFacts(text: string): string[] {
  const body = JSON.parse(text) as { data?: unknown; errors?: unknown } // any of the systems
  if (body.errors !== undefined) throw new Error(`an answer with errors: ${text.slice(0, 1_000)}`)
  const facts: string[] = []
  collect('', 'data' in body ? body.data : body, facts)
  return facts
}

function collect(path: string, value: unknown, facts: string[]): void {
  if (typeof value === 'object' && value !== null) {
    for (const [key, each] of Object.entries(value)) if (!FREE.has(key)) collect(`${path}.${key}`, each, facts)
  } else {
    facts.push(`${path} = ${toOneSpelling(value)}`)
  }
}

function toOneSpelling(value: unknown): string {
  const text = String(value)
  if (/^-?\d{1,15}(\.\d+)?$/.test(text)) return Number(text).toFixed(2)
  const [, day, month, year] = /^(\d\d)-(\d\d)-(\d{4})$/.exec(text) ?? []
  if (year !== undefined) return `${year}-${month}-${day}`
  // The gateway takes some reference numbers for Aadhaar numbers, and shows their end alone.
  return text.toLowerCase().replace(/\b\d{8}(\d{4})\b/g, 'xxxx xxxx $1')
}

/** Where two lists of facts first differ, in words; null when they do not. */
export function findDifference(expected: readonly string[], found: readonly string[]): string | null {
  const [first, second] = [expected.toSorted(), found.toSorted()]
  const at = first.findIndex((fact, index) => fact !== second[index])
  if (at >= 0) return `${first[at]} against ${second[at]}`
  return first.length === second.length ? null : `${second[first.length]} besides`
}
