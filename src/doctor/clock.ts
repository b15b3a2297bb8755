/** Does this machine's clock agree with others? Tokens, consents and quotas are about time. */
import type { Clock } from '../platform/clock.ts'
import type { Findings } from './finding.ts'

/** From here on it shows; from there on tokens are refused that are good elsewhere. */
const NOTED_MS = 5_000
const HARMFUL_MS = 30_000

/** Tells how far `theirs` is from our clock at that moment; within a second it cannot be known. */
export function tellSkew(findings: Findings, whose: string, differenceMs: number): void {
  const seconds = Math.round(Math.abs(differenceMs) / 1_000)
  const what = `is ${seconds} s ${differenceMs < 0 ? 'behind' : 'ahead of'} ${whose}`
  const fix = 'Let this machine keep its time by NTP (timedatectl set-ntp true).'
  if (Math.abs(differenceMs) >= HARMFUL_MS) findings.fail('Clock', what, fix)
  else if (Math.abs(differenceMs) >= NOTED_MS) findings.warn('Clock', what, fix)
  else findings.ok('Clock', `agrees with ${whose}`)
}

/** Compares with the `Date` header at `baseUrl`, asked without credentials. Never rejects: who cannot be asked tells no time. */
export async function examineFinpassClock(findings: Findings, baseUrl: string, clock: Clock): Promise<void> {
  try {
    const askedAt = clock.now()
    const signal = AbortSignal.timeout(5_000)
    const { headers } = await fetch(baseUrl, { method: 'HEAD', redirect: 'manual', signal })
    const theirs = Date.parse(headers.get('date') ?? '')
    if (Number.isNaN(theirs)) return
    // The header was written somewhere between, and counts whole seconds.
    tellSkew(findings, "Finpass's", (askedAt + clock.now()) / 2 - (theirs + 500))
  } catch {
    // That Finpass cannot be reached is told elsewhere.
  }
}
