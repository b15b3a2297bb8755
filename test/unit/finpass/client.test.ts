import { Pan, PersonalNumber } from '../../../src/domain/identifier.ts'
import { describe, expect, it } from 'vitest'
import { Failure } from '../../../src/domain/failure.ts'
import { Secret } from '../../../src/platform/secret.ts'
import { clientOf, codeOf, HANDLE, KEY, openUpstream, recorded, recordedFor, SECRET, sendJson } from './support.ts'

const signal = new AbortController().signal
const START = {
  mobile: new PersonalNumber('9876543210'),
  consentType: 'LOAN_UNDERWRITING',
  redirectUrl: 'https://l.example/done',
  webhookUrl: 'https://g.example/hook',
} as const

/** Some order, the same on both sides of a comparison. */
function byText(a: unknown, b: unknown): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1
}

describe('the client', () => {
  it('asks every endpoint at its path, with its method and the credentials', async () => {
    await using upstream = await openUpstream((response, { url }) => {
      const isStart = /init$|analyze$/.test(url)
      sendJson(response, { success: true, data: isStart ? {} : { client_id: HANDLE, job_id: HANDLE } })
    })
    const client = clientOf(upstream, { itrMethod: 'POST' })
    const codes = await Promise.all([
      codeOf(client.fetchItrStart({ username: new Secret('ABCDE1234F'), password: new Secret('pw') }, signal)),
      codeOf(client.fetchItrStatus(HANDLE, signal)),
      codeOf(client.fetchItrData(HANDLE, signal)),
      codeOf(client.fetchAaBsaStart(START, signal)),
      codeOf(client.fetchAaBsaStatus(HANDLE, signal)),
      codeOf(client.fetchAaBsaStatements(HANDLE, signal)),
      codeOf(client.fetchAaBsaAnalysis(HANDLE, signal)),
      codeOf(client.fetchAccountAggregatorStart({ ...START, pan: null, email: null }, signal)),
      codeOf(client.fetchAccountAggregatorReport(HANDLE, signal)),
    ])
    // An envelope without content is in no dialect.
    expect(new Set(codes)).toEqual(new Set(['FINPASS_SHAPE']))
    const start = {
      mobile_number: '9876543210',
      consent_type: 'loan_underwriting',
      redirect_url: START.redirectUrl,
      webhook_url: START.webhookUrl,
    }
    const calls = upstream.seen.map(({ method, url, body }) => [method, url, body === '' ? null : JSON.parse(body)])
    expect(calls.toSorted(byText)).toEqual(
      [
        ['POST', '/api/v1/itr-analyzer/analyze', { username: 'ABCDE1234F', password: 'pw' }],
        ['POST', '/api/v1/itr-analyzer/status', { job_id: HANDLE }],
        ['POST', '/api/v1/itr-analyzer/data', { job_id: HANDLE }],
        ['POST', '/api/v1/aa-bsa-journey/init', start],
        ['GET', `/api/v1/aa-bsa-journey/status?client_id=${HANDLE}`, null],
        ['GET', `/api/v1/aa-bsa-journey/statement-result?client_id=${HANDLE}`, null],
        ['GET', `/api/v1/aa-bsa-journey/analysis-json?client_id=${HANDLE}`, null],
        ['POST', '/api/v1/services/account-aggregator/init', start],
        ['POST', '/api/v1/services/account-aggregator/fetch-json-report', { client_id: HANDLE }],
      ].toSorted(byText),
    )
    for (const { headers, url } of upstream.seen) {
      expect(headers).toMatchObject({ 'x-api-key': KEY, 'x-api-secret': SECRET, 'accept-encoding': 'identity' })
      expect(url).not.toContain(KEY)
    }
    await client.close()
  })

  // Trap 6.
  it('sends what is known of the person and leaves out what is not', async () => {
    await using upstream = await openUpstream((response) =>
      sendJson(response, { success: true, data: { client_id: 'aa_1' } }),
    )
    const client = clientOf(upstream)
    await client.fetchAccountAggregatorStart({ ...START, pan: new Pan('ABCDE1234F'), email: null }, signal)
    const body = JSON.parse(upstream.seen[0]?.body ?? '')
    expect(body).toMatchObject({ pan_number: 'ABCDE1234F', pan: 'ABCDE1234F' })
    expect(body).not.toHaveProperty('email')
    await client.close()
  })

  it('keeps a path in the base URL', async () => {
    await using upstream = await openUpstream((response) => sendJson(response, recordedFor('aa-bsa-status.observed')))
    const client = clientOf({ url: `${upstream.url}/finpass/` })
    await client.fetchAaBsaStatus(HANDLE, signal)
    expect(upstream.seen[0]?.url).toBe(`/finpass/api/v1/aa-bsa-journey/status?client_id=${HANDLE}`)
    await client.close()
  })

  it('gives readiness of an Account Aggregator report as an answer', async () => {
    const answers: [number, unknown][] = [
      [422, { success: false, message_code: 'consent_status_pending' }],
      [202, { success: true }],
      [200, recordedFor('aa-fetch-json.observed')],
    ]
    await using upstream = await openUpstream((response) => {
      const [status, body] = answers[upstream.seen.length - 1] ?? [500, null]
      sendJson(response, body, status)
    })
    const client = clientOf(upstream)
    const read = () => client.fetchAccountAggregatorReport(HANDLE, signal)
    expect(await read()).toMatchObject({ isReady: false, observation: { status: 'CONSENT_PENDING' } })
    expect(await read()).toMatchObject({ isReady: false, observation: { status: 'CONSENT_GRANTED' } })
    expect(await read()).toMatchObject({ isReady: true, observation: { status: 'COMPLETED' } })
    expect(await codeOf(read())).toBe('FINPASS_UNAVAILABLE')
    await client.close()
  })
})

describe('the method of the ITR reads', () => {
  type Rule = (method: string) => [number, unknown]
  const OK: [number, unknown] = [200, recordedFor('itr-status.observed')]
  const NO_JOB: [number, unknown] = [404, recorded('itr-status.error.NOT_FOUND')]

  /** Asks twice and gives what was asked how, and what came of it. */
  async function ask(rule: Rule, itrMethod: 'auto' | 'GET' | 'POST' = 'auto') {
    await using upstream = await openUpstream((response, { method }) => {
      const [status, body] = rule(method)
      sendJson(response, body, status)
    })
    const client = clientOf(upstream, { itrMethod })
    const results: string[] = []
    for (let i = 0; i < 2; i++) {
      const reading = client.fetchItrStatus(HANDLE, signal)
      results.push(
        await reading.then(
          ({ status }) => String(status),
          (failure: unknown) => (failure instanceof Failure ? failure.code : 'no failure'),
        ),
      )
    }
    await client.close()
    return { methods: upstream.seen.map(({ method }) => method).join(' '), results }
  }

  it('is GET while that is served', async () => {
    expect(await ask(() => OK)).toEqual({ methods: 'GET GET', results: ['PROCESSING', 'PROCESSING'] })
  })

  it.each([
    ['405', [405, {}]],
    ['404 without a code', [404, { message: 'no such route' }]],
    ['404 with a page', [404, null]],
  ] as [string, [number, unknown]][])('falls back to POST on %s and remembers', async (_, refused) => {
    expect(await ask((method) => (method === 'GET' ? refused : OK))).toEqual({
      methods: 'GET POST POST',
      results: ['PROCESSING', 'PROCESSING'],
    })
  })

  it('stays when the job is not known, which is asked twice', async () => {
    expect(await ask(() => NO_JOB)).toEqual({
      methods: 'GET GET GET GET',
      results: ['FINPASS_NOT_FOUND', 'FINPASS_NOT_FOUND'],
    })
  })

  it('stays on every other failure', async () => {
    expect((await ask(() => [500, {}])).methods).toBe('GET GET')
    expect((await ask(() => [401, recorded('itr-status.error.UNAUTHORIZED')])).methods).toBe('GET GET')
  })

  it('remembers a fallback that knows of no such job', async () => {
    const found = await ask((method) => (method === 'GET' ? [404, {}] : NO_JOB))
    expect(found).toEqual({ methods: 'GET POST POST POST POST', results: ['FINPASS_NOT_FOUND', 'FINPASS_NOT_FOUND'] })
  })

  it.each([
    ['429', [429, {}], 'FINPASS_RATE_LIMITED'],
    ['429 with a code', [429, { success: false, error_code: 'RATE_LIMITED' }], 'FINPASS_RATE_LIMITED'],
    ['502', [502, null], 'FINPASS_UNAVAILABLE'],
    ['503 with a code', [503, { success: false, error_code: 'SERVICE_UNAVAILABLE' }], 'FINPASS_UNAVAILABLE'],
    ['404 without a code', [404, {}], 'FINPASS_UNAVAILABLE'],
    ['400 without a code', [400, {}], 'FINPASS_INPUT'],
  ] as [string, [number, unknown], string][])('does not remember a fallback that got %s', async (_, refused, code) => {
    const found = await ask((method) => (method === 'GET' ? [404, {}] : refused))
    expect(found).toEqual({ methods: 'GET POST GET POST', results: [code, code] })
  })

  it('believes the first answer when neither is served', async () => {
    const found = await ask((method) => (method === 'GET' ? [404, {}] : [405, {}]))
    expect(found).toEqual({ methods: 'GET POST GET POST', results: ['FINPASS_UNAVAILABLE', 'FINPASS_UNAVAILABLE'] })
  })

  it.each(['GET', 'POST'] as const)('is %s alone when so configured', async (method) => {
    const found = await ask(() => [405, {}], method)
    expect(found).toEqual({ methods: `${method} ${method}`, results: ['FINPASS_REJECTED', 'FINPASS_REJECTED'] })
  })

  it('keeps both attempts within one deadline', async () => {
    await using upstream = await openUpstream((response, { method }) => {
      if (method === 'GET') setTimeout(() => sendJson(response, {}, 405), 1_000)
    })
    const client = clientOf(upstream, { deadlineMs: 1_600 })
    const startedAt = performance.now()
    expect(await codeOf(client.fetchItrData(HANDLE, signal))).toBe('FINPASS_TIMEOUT')
    expect(performance.now() - startedAt).toBeLessThan(2_500)
    expect(upstream.seen.map(({ method }) => method)).toEqual(['GET', 'POST'])
    await client.close()
  })
})
