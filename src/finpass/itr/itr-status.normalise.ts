/** How far an ITR job is, from either dialect: the documented one is the observed one with fewer keys. */
import { Failure } from '../../domain/failure.ts'
import type { JourneyObservation } from '../../domain/journey.ts'
import { DataIssues } from '../data-issues.ts'
import { readTolerantly } from '../read-tolerantly.ts'
import { toEndFailure, toFacts, toJourneyStatus, toObservation } from '../status-word.ts'
import { readInstant } from '../value.ts'
import { isAboutLogin } from './login-word.ts'
import { toPortalStep, toPortalSteps } from './portal-step.ts'
import { documentedItrStatus, type ObservedItrStatusWire, observedItrStatus } from './itr-status.wire.ts'

/** What the body says about the job; throws `FINPASS_SHAPE` when it has no status word. */
export function parseItrStatus(payload: Record<string, unknown>): JourneyObservation {
  if (typeof payload.status !== 'string' || payload.status.trim() === '') throw new Failure('FINPASS_SHAPE')
  const isObserved = 'current_step' in payload || 'steps_completed' in payload || 'created_at' in payload
  const issues = new DataIssues()
  return isObserved
    ? normaliseItrStatus(readTolerantly(observedItrStatus, payload, issues))
    : normaliseItrStatus({ ...readTolerantly(documentedItrStatus, payload, issues) })
}

function normaliseItrStatus(wire: ObservedItrStatusWire): JourneyObservation {
  const status = toJourneyStatus(wire.status)
  const issues = new DataIssues()
  const reportedAt =
    readInstant(wire.updated_at, 'updated_at', issues) ??
    readInstant(wire.completed_at, 'completed_at', issues) ??
    readInstant(wire.created_at, 'created_at', issues)
  const isRefused = isAboutLogin([wire.error_message]) || isAboutLogin(wire.steps_failed ?? [])
  return toObservation({
    status,
    step: status === null ? toPortalStep(wire.status) : toPortalStep(wire.current_step),
    stepsCompleted: toPortalSteps(wire.steps_completed),
    stepsFailed: toPortalSteps(wire.steps_failed),
    failure: status === 'FAILED' && isRefused ? toFacts('FINPASS_CREDENTIALS') : toEndFailure(status),
    reportedAt,
  })
}
