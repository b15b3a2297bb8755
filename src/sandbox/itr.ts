/** The ITR Analyzer: analyze, status, data. The portal password is looked at once and kept nowhere. */
import { formatSeconds } from './clock.ts'
import { type Call, type Handler, type SandboxContext, textOf } from './context.ts'
import { documentedError, documentedOk, observedOk, replyJson } from './envelope.ts'
import { type Handle, mintHandle, readHandle } from './handle.ts'
import { documentedItrData, documentedItrStatus, maskPan, observedItrData, observedItrStatus } from './itr-body.ts'
import { personaOf } from './persona-of.ts'
import { itrStateAt } from './timeline.ts'

const PAN = /^[A-Z]{5}[0-9]{4}[A-Z]$/

/** This password is refused for everybody, so that any persona can show a refused login. */
const WRONG_PASSWORD = 'wrong'

/** Starts a job, or refuses the PAN or the password. */
export const analyze: Handler = (call, context) => {
  const pan = textOf(call, 'username')?.toUpperCase() ?? ''
  if (!PAN.test(pan)) {
    return documentedError(
      'INVALID_INPUT',
      'Invalid PAN format. PAN must be a 10-character alphanumeric string (e.g., ABCDE1234F).',
    )
  }
  const password = call.body?.['password']
  if (typeof password !== 'string' || password === '') {
    return documentedError('INVALID_INPUT', 'password is required.')
  }
  if (personaOf(pan).itr === 'refused-at-start' || password === WRONG_PASSWORD) {
    return documentedError('INVALID_CREDENTIALS')
  }
  const startedAt = context.clock.now()
  const handle = mintHandle('ITR', pan, startedAt)
  call.note(handle)
  return documentedOk('ITR analysis job submitted successfully', {
    job_id: handle,
    status: 'initiated',
    pan: maskPan(pan),
    created_at: formatSeconds(startedAt),
  })
}

/** Where the job stands; flat in the observed dialect. */
export const itrStatus: Handler = (call, context) => {
  const handle = jobOf(call, context)
  if (handle === null) return documentedError('NOT_FOUND', 'No analysis job found for the provided job_id.')
  const persona = personaOf(handle.subject)
  const state = itrStateAt(persona, context.clock.elapsedSince(handle.startedAt))
  return call.dialect === 'documented'
    ? documentedOk('Job status fetched successfully', documentedItrStatus(handle, state, context.clock))
    : replyJson(200, observedItrStatus(handle, persona, state, context.clock))
}

/** Everything the portal had, once the job is completed. */
export const itrData: Handler = (call, context) => {
  const handle = jobOf(call, context)
  if (handle === null) return documentedError('NOT_FOUND', 'No analysis job found for the provided job_id.')
  const persona = personaOf(handle.subject)
  const { word } = itrStateAt(persona, context.clock.elapsedSince(handle.startedAt))
  if (word !== 'completed') {
    return documentedError(
      'JOB_INCOMPLETE',
      `ITR data is not yet available. Job status is '${word}'. Please poll /itr-analyzer/status until status is 'completed'.`,
    )
  }
  const message = 'ITR data fetched successfully'
  return call.dialect === 'documented'
    ? documentedOk(message, documentedItrData(handle, persona))
    : observedOk(message, observedItrData(handle, persona))
}

function jobOf(call: Call, context: SandboxContext): Handle | null {
  const handle = readHandle(textOf(call, 'job_id') ?? '')
  if (handle === null || handle.kind !== 'ITR') return null
  context.clock.catchUp(handle.startedAt)
  return handle
}
