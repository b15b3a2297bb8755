/**
 * Step names of a job that was given a password. Finpass calls them free text and may write into them what it was sent, so the
 * look of one proves nothing: a password can be one plain word. Only names made wholly of words listed here are shown. What can
 * be shown is then a fixed set that the password is no part of: the portal demands a capital and a sign of its passwords, and
 * no name here has either.
 */
import { toStep, UNRECOGNISED_STEP } from '../status-word.ts'

const MOST_STEPS = 50

/** What such a job does, and what it does it to. Lengthen it as new names are seen. */
const WORDS = new Set(
  `add analyse analysis analyze awaiting calculate check close collect compile complete completed compute connect convert
  create delete done download downloaded end enrich error extract failed fetch fetched fetching filter finalise finalize finish
  finished generate get init initialise initialize initiate initiated list load login logout map merge normalise normalize open
  parse parsing pending prepare process processed processing pull queue queued read ready receive render request retry retrying
  run running save scan send sign start started store submit summarise summarize sync transform update upload validate
  validating verify verifying wait waiting write
  26as account accounts acknowledgement acknowledgements ais all analyser and annual assessment bank captcha client computation
  consent credit credits data demand demands details document documents file files filed filing filings for form forms forms26as
  history in income info information itr itrs job json list note notice notices of old otp out page pages pdf personal portal
  profile recalculating record records refund refunds report reports result results return returns score session slot state
  statement statements status step steps summary task tax taxes tds tcs the tis to xml year years zip 1 2 3 4 5 6 7`
    .trim()
    .split(/\s+/),
)

/** As `toStep`, for the income-tax portal: `unrecognised` for a name with any word that is not listed, or a capital in it. */
export function toPortalStep(text: unknown): string | null {
  const step = toStep(text)
  if (step === null || step === UNRECOGNISED_STEP) return step
  return step.split('_').every((word) => WORDS.has(word)) ? step : UNRECOGNISED_STEP
}

/** The names in a list of steps, fifty at most. */
export function toPortalSteps(list: readonly unknown[] | null | undefined): readonly string[] {
  return (list ?? []).slice(0, MOST_STEPS).flatMap((text) => toPortalStep(text) ?? [])
}
