/** The variables of the environment that move a limit. */
import { LIMITS, type Limits, toLimits } from '../domain/limit.ts'

/** What is set, and the default of what is not; each problem is added to `problems` as a sentence. */
export function parseLimits(given: Readonly<Record<string, string | undefined>>, problems: string[]): Limits {
  return toLimits((name) => {
    const { variable, fallback, least, most } = LIMITS[name]
    const text = given[variable]
    if (text === undefined) return fallback
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
    if (value >= least && value <= most) return value
    problems.push(`${variable} must be a whole number from ${least} to ${most}: a limit cannot be switched off`)
    return fallback
  })
}
