/** What the three start calls have in common: the handle, the page to send the borrower to, when it lapses. */
import { toEndFailure, toJourneyStatus, toObservation, toStep } from './status-word.ts'
import { DataIssues } from './data-issues.ts'
import { Failure } from '../domain/failure.ts'
import type { Handle, StartedJourney } from './contract.ts'
import type { JourneyStatus } from '../domain/journey.ts'
import { SuppliedLink } from '../domain/link.ts'
import { readInstant, readRawText, readText } from './value.ts'

/** A Finpass id as its examples have it; they are no UUIDs and have no fixed length. */
const HANDLE = /^[\w-]{1,200}$/

interface StartedParts {
  readonly handle: unknown
  readonly consentUrl: unknown
  readonly expiresAt: unknown
  readonly status: unknown
  readonly createdAt: unknown
  /** For the start that answers no status word. */
  readonly fallbackStatus: JourneyStatus
  /** How a status word that we do not know becomes a step. @default toStep */
  readonly readStep?: (word: unknown) => string | null
}

/** The started journey; throws `FINPASS_SHAPE` without a usable handle, because such a journey could never be asked for. */
export function toStartedJourney(parts: StartedParts): StartedJourney {
  const handle = readRawText(parts.handle)
  if (handle === null || !HANDLE.test(handle)) throw new Failure('FINPASS_SHAPE')
  // A start has no report to carry issues: a time that cannot be read is simply not known.
  const unreported = new DataIssues()
  const word = readText(parts.status)
  const status = word === null ? parts.fallbackStatus : toJourneyStatus(word)
  return {
    handle: handle as Handle, // checked above
    consentUrl: readLink(parts.consentUrl),
    expiresAt: readInstant(parts.expiresAt, 'expires_at', unreported),
    observation: toObservation({
      status,
      step: status === null ? (parts.readStep ?? toStep)(word) : null,
      failure: toEndFailure(status),
      reportedAt: readInstant(parts.createdAt, 'created_at', unreported),
    }),
  }
}

/** Whatever was given as one; whether a borrower may be sent there is for the allow-list to say. */
function readLink(value: unknown): SuppliedLink | null {
  return typeof value === 'string' && value.trim() !== '' ? new SuppliedLink(value.trim()) : null
}
