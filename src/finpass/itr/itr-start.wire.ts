/** `POST itr-analyzer/analyze`, and how its answer reads. Recorded: itr-init.documented.json; the observed form is unknown. */
import { z } from 'zod'
import type { StartedJourney } from '../contract.ts'
import { DataIssues } from '../data-issues.ts'
import { scalar } from '../leaf.wire.ts'
import { readTolerantly } from '../read-tolerantly.ts'
import { toStartedJourney } from '../started-journey.ts'
import { toFacts } from '../status-word.ts'
import { isAboutLogin } from './login-word.ts'
import { toPortalStep } from './portal-step.ts'

/** One shape for both dialects: the observed one is expected to be this, flat. The masked `pan` is an echo. */
export const itrStart = z.looseObject({
  job_id: scalar,
  status: scalar,
  pan: scalar,
  created_at: scalar,
  // Only ever seen in the status, where they say why a job failed.
  message: scalar,
  error_message: scalar,
})

/** The job that was started; throws `FINPASS_SHAPE` when the answer has no `job_id`. */
export function parseItrStart(payload: Record<string, unknown>): StartedJourney {
  const wire = readTolerantly(itrStart, payload, new DataIssues())
  const started = toStartedJourney({
    handle: wire.job_id,
    consentUrl: null,
    expiresAt: null,
    status: wire.status,
    createdAt: wire.created_at,
    fallbackStatus: 'INITIATED',
    readStep: toPortalStep,
  })
  const isRefused = started.observation.status === 'FAILED' && isAboutLogin([wire.error_message, wire.message])
  return isRefused
    ? { ...started, observation: { ...started.observation, failure: toFacts('FINPASS_CREDENTIALS') } }
    : started
}
