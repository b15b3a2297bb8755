/** The graph's words in the words of the desk. A word that is new is shown as it is, made readable. */
import type { JourneyKind, JourneyStatus, SourceStatus } from '../operations.ts'

export const KINDS: Readonly<Record<JourneyKind, string>> = {
  ITR: 'Tax returns',
  AA_BSA: 'Bank statements and analysis',
  ACCOUNT_AGGREGATOR: 'Bank accounts',
  BANK_STATEMENT: 'Uploaded statements',
}

export const SHORT_KINDS: Readonly<Record<JourneyKind, string>> = {
  ITR: 'Tax',
  AA_BSA: 'Bank + analysis',
  ACCOUNT_AGGREGATOR: 'Accounts',
  BANK_STATEMENT: 'Uploads',
}

export const STATUSES: Readonly<Record<JourneyStatus, string>> = {
  INITIATED: 'Started',
  CONSENT_PENDING: 'Waiting for consent',
  CONSENT_GRANTED: 'Consent given',
  PROCESSING: 'Working',
  DATA_FETCHED: 'Data received',
  COMPLETED: 'Complete',
  CONSENT_DENIED: 'Consent declined',
  FAILED: 'Failed',
  EXPIRED: 'Link lapsed',
  TIMED_OUT: 'Took too long',
}

export const SOURCE_STATUSES: Readonly<Record<SourceStatus, string>> = {
  NOT_STARTED: 'Not asked for',
  PENDING: 'Under way',
  READY: 'Complete',
  FAILED: 'Ended without data',
  UNAVAILABLE: 'Could not be read',
}

const STEPS: Readonly<Record<string, string>> = {
  create_client: 'Logging in to the tax portal',
  download_profile: 'Reading the taxpayer’s profile',
  download_itr_forms: 'Downloading the returns',
  download_26as: 'Downloading Form 26AS',
  parse_returns: 'Reading the returns',
  initiated: 'Getting ready',
  consent_pending: 'Waiting for the borrower’s consent',
  consent_granted: 'Consent given; asking the banks',
  consent_approved: 'Consent given; asking the banks',
  fetching_data: 'Fetching the statements',
  data_fetched: 'Statements received',
  processing: 'Analysing the statements',
  analysis_complete: 'Analysis finished',
  completed: 'Finished',
  failed: 'Stopped',
}

/** What Finpass is doing, in words; of a step that nobody has named here, its own word with spaces. */
export function toStepWords(step: string): string {
  return STEPS[step] ?? toWords(step)
}

/** "end_of_month" or "endOfMonth" becomes "End of month"; what is a phrase already, like "ITR processed", stays as it is. */
export function toWords(word: string): string {
  if (/\s/.test(word) && /[a-z]/.test(word)) return word
  const spaced = word
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll(/[_-]+/g, ' ')
    .trim()
    .toLowerCase()
  return spaced.charAt(0).toUpperCase() + spaced.slice(1)
}

/** "MEERA NARAYAN IYER", as registers have it, becomes "Meera Narayan Iyer". */
export function toName(name: string): string {
  if (name !== name.toUpperCase()) return name
  return name.toLowerCase().replace(/(^|[\s.'-])(\p{L})/gu, (_all, before: string, letter: string) => {
    return before + letter.toUpperCase()
  })
}
