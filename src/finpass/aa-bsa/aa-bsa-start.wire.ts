/** `POST aa-bsa-journey/init`, and how its answer reads. Only the documented field table is known. */
import { z } from 'zod'
import type { StartedJourney } from '../contract.ts'
import { DataIssues } from '../data-issues.ts'
import { scalar } from '../leaf.wire.ts'
import { readTolerantly } from '../read-tolerantly.ts'
import { toStartedJourney } from '../started-journey.ts'

/** `consent_type` is an echo. The observed dialect is expected to be this, flat. */
export const aaBsaStart = z.looseObject({
  client_id: scalar,
  journey_url: scalar,
  status: scalar,
  consent_type: scalar,
  expires_at: scalar,
  created_at: scalar,
})

/** The journey that was started; throws `FINPASS_SHAPE` when the answer has no `client_id`. */
export function parseAaBsaStart(payload: Record<string, unknown>): StartedJourney {
  const wire = readTolerantly(aaBsaStart, payload, new DataIssues())
  return toStartedJourney({
    handle: wire.client_id,
    consentUrl: wire.journey_url,
    expiresAt: wire.expires_at,
    status: wire.status,
    createdAt: wire.created_at,
    fallbackStatus: 'INITIATED',
  })
}
