import { describe, expect, it } from 'vitest'
import { openEnvelope } from '../../../src/finpass/envelope.ts'
import { answer, failureOf, recorded } from './support.ts'

const codeOf = (body: unknown, status = 200, counterpart: 'portal' | 'bank' = 'bank') =>
  failureOf(() => openEnvelope(answer(body, status), counterpart)).code

describe('an envelope', () => {
  it('gives the payload of every recorded success', () => {
    for (const name of [
      'itr-data.documented',
      'itr-data.observed',
      'aa-fetch-json.observed',
      'aa-bsa-status.documented',
    ]) {
      const body = recorded(name)
      expect(openEnvelope(answer(body), 'bank')).toBe(body.data)
    }
  })

  // Trap 2.
  it('gives a flat body as it is', () => {
    for (const name of ['itr-status.observed', 'aa-bsa-status.observed']) {
      const body = recorded(name)
      expect(openEnvelope(answer(body), 'bank')).toBe(body)
    }
  })

  it.each([
    ['itr-init.error.INVALID_INPUT', 'FINPASS_INPUT'],
    ['itr-status.error.NOT_FOUND', 'FINPASS_NOT_FOUND'],
    ['itr-status.error.UNAUTHORIZED', 'FINPASS_UNAUTHORIZED'],
    ['itr-data.error.JOB_INCOMPLETE', 'FINPASS_INCOMPLETE'],
    ['aa-bsa-analysis.error.JOURNEY_INCOMPLETE', 'FINPASS_INCOMPLETE'],
    ['aa-fetch-json.error.unauthorized', 'FINPASS_UNAUTHORIZED'],
  ])('turns %s into %s under whatever HTTP status', (name, code) => {
    for (const status of [200, 400, 409, 422, 500]) expect(codeOf(recorded(name), status)).toBe(code)
  })

  it.each([
    [400, 'FINPASS_INPUT'],
    [401, 'FINPASS_UNAUTHORIZED'],
    [403, 'FINPASS_FORBIDDEN'],
    [404, 'FINPASS_UNAVAILABLE'],
    [405, 'FINPASS_REJECTED'],
    [418, 'FINPASS_REJECTED'],
    [422, 'FINPASS_INPUT'],
    [429, 'FINPASS_RATE_LIMITED'],
    [500, 'FINPASS_UNAVAILABLE'],
    [503, 'FINPASS_UNAVAILABLE'],
    [302, 'FINPASS_SHAPE'],
    [200, 'FINPASS_REJECTED'],
  ])('falls back on HTTP %s where the body has no code we know', (status, code) => {
    expect(codeOf({ success: false, error_code: 'SOMETHING_NEW' }, status)).toBe(code)
    if (status !== 200) expect(codeOf(undefined, status)).toBe(code)
  })

  // A journey is ended for good by FINPASS_NOT_FOUND, and a page of whatever stands before Finpass must not do that.
  it.each([
    ['a page', undefined],
    ['a framework’s own words', { detail: 'Not Found' }],
    ['a refusal that says nothing', { success: false }],
    ['a refusal that speaks of something else', { success: false, message: 'No route for this path' }],
    ['a client that is no refusal', { message: 'Client Not Found' }],
  ])('reads a 404 with %s as trouble that passes', (_, body) => {
    const failure = failureOf(() => openEnvelope(answer(body, 404), 'bank'))
    expect([failure.code, failure.retryable]).toEqual(['FINPASS_UNAVAILABLE', true])
  })

  it.each([
    ['its code', { success: false, error_code: 'NOT_FOUND' }],
    ['its code in the other key', { success: false, message_code: 'invalid_client_id' }],
    ['its message', { success: false, status_code: 404, message: 'Client Not Found', data: null }],
    ['its message beside a code nobody knows', { success: false, message_code: 'e404', message: 'Invalid client_id' }],
  ])('reads a 404 as final by %s', (_, body) => {
    expect(codeOf(body, 404)).toBe('FINPASS_NOT_FOUND')
  })

  it('lets a known code under 404 speak before the message', () => {
    const body = { success: false, message_code: 'unauthorized', message: 'Client credentials are wrong' }
    expect(codeOf(body, 404)).toBe('FINPASS_UNAUTHORIZED')
  })

  it('reads a refused login as the taxpayer’s at the portal, as ours at a bank', () => {
    const body = { success: false, error_code: 'INVALID_CREDENTIALS' }
    expect(codeOf(body, 422, 'portal')).toBe('FINPASS_CREDENTIALS')
    expect(codeOf(body, 401, 'bank')).toBe('FINPASS_UNAUTHORIZED')
  })

  it('refuses a success that is no object', () => {
    for (const body of [undefined, null, [], 'ok', 7]) expect(codeOf(body)).toBe('FINPASS_SHAPE')
  })

  it('does not take inherited names for codes', () => {
    expect(codeOf({ success: false, error_code: 'constructor' }, 400)).toBe('FINPASS_INPUT')
  })

  it('carries none of Finpass’s text', () => {
    const failure = failureOf(() => openEnvelope(answer(recorded('itr-status.error.NOT_FOUND'), 404), 'portal'))
    expect(`${failure.message} ${failure.stack} ${JSON.stringify(failure)}`).not.toContain('provided job_id')
  })
})
