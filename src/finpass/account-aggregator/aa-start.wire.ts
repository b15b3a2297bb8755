/**
 * `POST services/account-aggregator/init`, and how its answer reads. Only the field table is known. `redirect_url` is here the
 * consent page, while in the request it is where the borrower lands afterwards.
 */
import { z } from 'zod'
import type { StartedJourney } from '../contract.ts'
import { DataIssues } from '../data-issues.ts'
import { scalar } from '../leaf.wire.ts'
import { readTolerantly } from '../read-tolerantly.ts'
import { toStartedJourney } from '../started-journey.ts'

/** The person's details are echoes, unmasked. */
export const accountAggregatorStart = z.looseObject({
  client_id: scalar,
  mobile_number: scalar,
  pan_number: scalar,
  email_id: scalar,
  redirect_url: scalar,
})

/** The journey that was started; throws `FINPASS_SHAPE` when the answer has no `client_id`. */
export function parseAccountAggregatorStart(payload: Record<string, unknown>): StartedJourney {
  const wire = readTolerantly(accountAggregatorStart, payload, new DataIssues())
  return toStartedJourney({
    handle: wire.client_id,
    consentUrl: wire.redirect_url,
    expiresAt: wire.expires_at,
    status: wire.status,
    createdAt: wire.created_at,
    fallbackStatus: 'CONSENT_PENDING',
  })
}
