/**
 * How long a journey will still take, as a person may be told while it runs. Drawn from how long such a journey usually
 * takes and how far it is; a guess, so it is said as one, and given up when the journey takes longer than usual.
 */
import type { JourneyKind, JourneyStatus } from '../operations.ts'
import { formatSpan } from './date.ts'

/** From the moment when nobody needs to do anything any more. Seen with the sandbox, and much alike at Finpass. */
const USUAL_MS: Readonly<Record<JourneyKind, number>> = {
  ITR: 60_000,
  AA_BSA: 90_000,
  ACCOUNT_AGGREGATOR: 30_000,
  BANK_STATEMENT: 60_000,
}

export interface Wait {
  /** In words, for a person. */
  readonly words: string
  /** True while it is somebody's turn, not the machine's. */
  readonly isForPerson: boolean
  readonly isLong: boolean
}

export interface Waiting {
  readonly kind: JourneyKind
  readonly status: JourneyStatus
  readonly percent: number
  /** The banks that are known: only after consent. */
  readonly bankCount: number
  /** Since it was started. */
  readonly elapsedMs: number
  /** Until the consent page lapses; null when that is not known. */
  readonly lapsesInMs: number | null
}

/** Finpass may say no more than that it is at work while the borrower has yet to decide; until then no bank is known. */
export function isForBorrower({ kind, status, bankCount }: Pick<Waiting, 'kind' | 'status' | 'bankCount'>): boolean {
  if (kind === 'ITR') return false
  return status === 'INITIATED' || status === 'CONSENT_PENDING' || (status === 'PROCESSING' && bankCount === 0)
}

export function toWait({ kind, status, percent, bankCount, elapsedMs, lapsesInMs }: Waiting): Wait {
  if (isForBorrower({ kind, status, bankCount })) {
    const until = lapsesInMs === null || lapsesInMs <= 0 ? '' : ` The link holds for ${formatSpan(lapsesInMs)} more.`
    return { words: `Waiting for the borrower to answer.${until}`, isForPerson: true, isLong: false }
  }
  const usual = USUAL_MS[kind]
  const left = (usual * (100 - percent)) / 100
  // Only where nobody had to answer does the clock tell that it is slow.
  if (kind === 'ITR' && elapsedMs > 2 * usual) {
    return {
      words: 'This takes longer than usual. You can leave this page; it goes on by itself.',
      isForPerson: false,
      isLong: true,
    }
  }
  const words = left < 10_000 ? 'A few seconds left.' : `About ${formatSpan(left)} left.`
  return { words, isForPerson: false, isLong: false }
}
