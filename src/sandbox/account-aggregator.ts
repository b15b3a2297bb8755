/**
 * The Account Aggregator: init, fetch-json-report, refresh-data, fetch-statement-pdf. It has no status call: whether
 * the data is there is learnt from the fetch calls, as 422 (and why), 202 or 200.
 */
import { aaPdfReports, aaReport } from './aa-body.ts'
import { MOBILE, rememberSession } from './aa-bsa.ts'
import { type Call, type Handler, type SandboxContext, textOf } from './context.ts'
import { type Reply, serviceError, serviceOk } from './envelope.ts'
import { type Handle, mintHandle, mintRequestId, readHandle, readRequestId } from './handle.ts'
import type { Persona } from './persona.ts'
import { personaOf } from './persona-of.ts'
import { aggregatorStages, REFRESH_MS, stageAt } from './timeline.ts'

/** Starts a session; `redirect_url` of the answer is the consent page, not the address that was sent. */
export const initAggregator: Handler = (call, context) => {
  const mobile = textOf(call, 'mobile_number') ?? ''
  const consentType = textOf(call, 'consent_type')
  if (!MOBILE.test(mobile)) return serviceError('invalid_input', 'mobile_number must have 10 digits.')
  if (consentType !== 'loan_underwriting' && consentType !== 'loan_monitoring') {
    return serviceError('invalid_input', 'consent_type is required: loan_underwriting or loan_monitoring.')
  }
  const purpose = consentType === 'loan_monitoring' ? 'm' : 'u'
  const handle = mintHandle('ACCOUNT_AGGREGATOR', mobile, context.clock.now(), { purpose })
  call.note(handle)
  rememberSession(call, context, handle)
  return serviceOk({
    client_id: handle,
    mobile_number: mobile,
    // The documentation's table and its example name this field differently: both are taken.
    pan_number: textOf(call, 'pan_number') ?? textOf(call, 'pan'),
    email_id: textOf(call, 'email'),
    redirect_url: `${context.baseUrl()}/consent/${handle}`,
  })
}

/** The report as JSON, or why it is not there. */
export const fetchAggregatorJson: Handler = (call, context) =>
  withReadySession(call, context, (handle, persona) => aaReport(handle.text, persona))

/** Links to the report as PDF, one per account. */
export const fetchAggregatorPdf: Handler = (call, context) =>
  withReadySession(call, context, (handle, persona) => aaPdfReports(handle.text, persona, context.baseUrl()))

/** Has the data fetched anew; the id tracks that fetch. */
export const refreshAggregator: Handler = (call, context) => {
  const handle = sessionOf(call, context)
  if (handle === null) return serviceError('invalid_client_id')
  const { word } = stageAt(
    aggregatorStages(personaOf(handle.subject), context.decisions.get(handle.text) ?? null),
    context.clock.elapsedSince(handle.startedAt),
  )
  const refusal = consentRefusal(personaOf(handle.subject), word)
  if (refusal !== null) return refusal
  return serviceOk({ request_id: mintRequestId(handle.text, context.clock.now()) })
}

function withReadySession(
  call: Call,
  context: SandboxContext,
  build: (handle: Handle, persona: Persona) => unknown,
): Reply {
  const handle = sessionOf(call, context)
  if (handle === null) return serviceError('client_not_found')
  const persona = personaOf(handle.subject)
  const stages = aggregatorStages(persona, context.decisions.get(handle.text) ?? null)
  const { word } = stageAt(stages, context.clock.elapsedSince(handle.startedAt))
  const refusal = consentRefusal(persona, word)
  if (refusal !== null) return refusal
  const requestId = textOf(call, 'request_id')
  const refreshedAt = requestId === null ? null : readRequestId(requestId, handle.text)
  if (requestId !== null && refreshedAt === null) return serviceError('no_financial_information_request_found')
  if (requestId === null && handle.purpose === 'm') return serviceError('missing_request_id')
  if (word === 'consent_granted' || persona.bank === 'stuck') return stillFetching(handle)
  if (refreshedAt !== null && context.clock.elapsedSince(refreshedAt) < REFRESH_MS) return stillFetching(handle)
  return fetchRefusal(persona, refreshedAt !== null) ?? serviceOk(build(handle, persona))
}

function consentRefusal(persona: Persona, word: string): Reply | null {
  if (word === 'initiated' || word === 'consent_pending') return serviceError('consent_status_pending')
  // There is no word for a session nobody answered: it stays what it was.
  if (word === 'expired') return serviceError('consent_status_pending')
  if (word !== 'consent_denied') return null
  return serviceError(persona.bank === 'revoked' ? 'consent_status_revoked' : 'consent_status_rejected')
}

function fetchRefusal(persona: Persona, isRefreshed: boolean): Reply | null {
  switch (persona.bank) {
    case 'fetch-error':
      return serviceError('account_data_fetch_error')
    case 'not-found':
      return serviceError('account_data_not_found')
    case 'fetch-expired':
      return isRefreshed ? null : serviceError('account_data_fetch_expired')
    case 'no-request':
      return isRefreshed ? null : serviceError('no_financial_information_request_found')
    default:
      return null
  }
}

/** The body of a 202 is not documented: this one carries the id and no list that could pass for an empty report. */
function stillFetching(handle: Handle): Reply {
  return serviceOk({ client_id: handle.text }, 202, 'Accepted', 'accepted')
}

function sessionOf(call: Call, context: SandboxContext): Handle | null {
  const handle = readHandle(textOf(call, 'client_id') ?? '')
  if (handle === null || handle.kind !== 'ACCOUNT_AGGREGATOR') return null
  context.clock.catchUp(handle.startedAt)
  return handle
}
