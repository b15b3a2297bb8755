/** The part of the catalogue that speaks of Finpass: what its answers, and the lack of them, amount to. */
import { type CatalogueEntry, entry } from './catalogue-entry.ts'

/** Codes of calls to Finpass; `failure.ts` has them in the catalogue. */
export const FINPASS_FAILURES = {
  FINPASS_UNAUTHORIZED: entry(
    'Finpass refused our credentials.',
    'The operator must check FINPASS_API_KEY and FINPASS_API_SECRET.',
  ),
  FINPASS_FORBIDDEN: entry(
    'Our Finpass account lacks a permission.',
    'The operator must ask Finpass to enable the product.',
  ),
  FINPASS_NOT_FOUND: entry('Finpass does not know this process any more.', 'Start a new journey.'),
  FINPASS_INPUT: entry('Finpass did not accept the input.', 'Check PAN, mobile number and the other fields.'),
  FINPASS_CREDENTIALS: entry(
    'The income-tax portal refused the login.',
    'Let the applicant check username and password; do not repeat them blindly.',
  ),
  FINPASS_INCOMPLETE: entry('Finpass has not finished preparing this.', 'Ask again shortly.', true),
  FINPASS_RATE_LIMITED: entry('Finpass asks us to slow down.', 'Ask again after retryAfter.', true),
  FINPASS_TIMEOUT: entry('Finpass did not answer in time.', 'Ask again shortly.', true),
  FINPASS_UNREACHABLE: entry('Finpass could not be reached, or broke off.', 'Ask again shortly.', true),
  FINPASS_UNAVAILABLE: entry('Finpass had an error of its own.', 'Ask again shortly.', true),
  FINPASS_CIRCUIT_OPEN: entry(
    'Finpass kept failing at this, so it was not asked; it is tried again every few seconds.',
    'Nothing was sent. Ask again after retryAfter.',
    true,
  ),
  FINPASS_BUSY: entry(
    'More calls to Finpass were wanted than can be made at once, so it was not asked.',
    'Nothing was sent. Ask again shortly.',
    true,
  ),
  FINPASS_SHAPE: entry(
    'Finpass answered something that is not recognisable.',
    'Tell the operator, with the request id.',
  ),
  FINPASS_TOO_LARGE: entry(
    'The answer of Finpass was too large to read safely.',
    'Tell the operator, with the request id.',
  ),
  FINPASS_REJECTED: entry(
    'Finpass refused the call with a code we do not know.',
    'Tell the operator, with the request id.',
  ),
  LINK_NOT_ALLOWED: entry(
    'Finpass gave a link to a place that is not allowed, so it is not shown.',
    'The operator must ask Finpass about it, and add its origin to ALLOWED_LINK_ORIGINS if it is right.',
  ),
  FINPASS_DATA_NOT_FOUND: entry('Finpass found no account data for this consent.', 'Start a new journey.'),
  FINPASS_FETCH_EXPIRED: entry('The account data has lapsed at Finpass.', 'Start a new journey.'),
  FINPASS_FETCH_FAILED: entry('Finpass could not fetch the account data from the bank.', 'Start a new journey.'),
  FINPASS_REFRESH_NEEDED: entry('Finpass has no current data request for this consent.', 'Start a new journey.'),
  REQUEST_CANCELLED: entry('The caller left before the answer was there.', null, true),
} as const satisfies Record<string, CatalogueEntry>
