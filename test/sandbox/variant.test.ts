/** Every method, path and error wrapping the documentation shows, and what the journal says of them. */
import { describe, expect, test } from 'vitest'
import { ask, fetchReport, finished, openStill } from './support.ts'

describe('ITR status and data', () => {
  test.each(['status', 'data'])('%s takes GET with a body, POST with a body, and GET with a query', async (call) => {
    await using sandbox = await openStill()
    const job_id = finished(sandbox, 'salaried-clean', 'ITR')
    for (const prefix of ['', '/api/v1']) {
      const path = `${prefix}/itr-analyzer/${call}`
      const answers = [
        await ask(sandbox, 'GET', path, { job_id }),
        await ask(sandbox, 'POST', path, { job_id }),
        await ask(sandbox, 'GET', `${path}?job_id=${job_id}`),
      ]
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
      expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
    }
    const told = sandbox.calls.list().map(({ method, idIn, variant }) => [method, idIn, variant?.hasApiPrefix])
    expect(told).toEqual([
      ['GET', 'body', false],
      ['POST', 'body', false],
      ['GET', 'query', false],
      ['GET', 'body', true],
      ['POST', 'body', true],
      ['GET', 'query', true],
    ])
  })

  test('refuse a method with 405, or with 404 and no code, when told to', async () => {
    await using sandbox = await openStill({ itrMethods: { GET: 405, POST: 'accept' } })
    const job_id = finished(sandbox, 'salaried-clean', 'ITR')
    const get = await ask(sandbox, 'GET', '/api/v1/itr-analyzer/status', { job_id })
    expect([get.status, 'error_code' in get.json()]).toEqual([405, false])
    expect((await ask(sandbox, 'POST', '/api/v1/itr-analyzer/status', { job_id })).status).toBe(200)
    sandbox.configure({ itrMethods: { GET: 'accept', POST: 404 } })
    const post = await ask(sandbox, 'POST', '/api/v1/itr-analyzer/data', { job_id })
    expect([post.status, 'error_code' in post.json()]).toEqual([404, false])
    expect((await ask(sandbox, 'GET', '/api/v1/itr-analyzer/data', { job_id })).status).toBe(200)
  })
})

describe('paths', () => {
  test('refresh works with and without services, and its id opens the fetch', async () => {
    await using sandbox = await openStill()
    const client_id = finished(sandbox, 'aa-fetch-expired', 'ACCOUNT_AGGREGATOR')
    expect((await fetchReport(sandbox, client_id)).json().message_code).toBe('account_data_fetch_expired')
    for (const path of [
      '/api/v1/account-aggregator/refresh-data',
      '/api/v1/services/account-aggregator/refresh-data',
    ]) {
      const { request_id } = (await ask(sandbox, 'POST', path, { client_id })).json().data
      expect((await fetchReport(sandbox, client_id, request_id)).status).toBe(202)
      sandbox.clock.advance(10_000)
      expect((await fetchReport(sandbox, client_id, request_id)).status).toBe(200)
    }
    const another = finished(sandbox, 'salaried-clean', 'ACCOUNT_AGGREGATOR')
    const foreign = (
      await ask(sandbox, 'POST', '/api/v1/account-aggregator/refresh-data', { client_id: another })
    ).json().data.request_id
    expect((await fetchReport(sandbox, client_id, foreign)).status).toBe(422)
  })

  test('an account of an AA-BSA journey has its result at bsa and at bank, by GET and by POST', async () => {
    await using sandbox = await openStill()
    const id = finished(sandbox, 'salaried-clean', 'AA_BSA')
    const status = (await ask(sandbox, 'GET', `/aa-bsa-journey/status?client_id=${id}`)).json()
    const second = status.accounts[1].bsa_client_id
    const texts: string[] = []
    for (const family of ['bsa', 'bank']) {
      const path = `/api/v1/services/${family}/statement-result?client_id=${second}`
      texts.push((await ask(sandbox, 'GET', path)).text, (await ask(sandbox, 'POST', path, {})).text)
    }
    expect(new Set(texts).size).toBe(1)
    expect(JSON.parse(texts[0] ?? '')).toMatchObject({ client_id: second, status: 'completed', progress: null })
  })

  test('an upload is processed, then completed, for the person its name tells', async () => {
    await using sandbox = await openStill()
    const form =
      '--b\r\nContent-Disposition: form-data; name="file"; filename="9000000001.pdf"\r\n\r\n%PDF\r\n--b--\r\n'
    const headers = { 'content-type': 'multipart/form-data; boundary=b' }
    const upload = (await ask(sandbox, 'POST', '/api/v1/services/bsa/upload-statement', form, headers)).json()
    expect(upload).toMatchObject({ success: true, status_code: 200, data: { status: 'processing' } })
    const path = `/api/v1/services/bsa/statement-result?client_id=${upload.data.client_id}`
    expect((await ask(sandbox, 'GET', path)).json()).toMatchObject({ status: 'processing', transactions: [] })
    sandbox.clock.advance(20_000)
    const done = (await ask(sandbox, 'GET', path)).json()
    expect([done.status, done.account_info.account_holder_name, done.transactions.length]).toEqual([
      'completed',
      'MEERA NARAYAN IYER',
      237,
    ])
  })

  test('a path or a method Finpass does not have is refused without a code of Finpass', async () => {
    await using sandbox = await openStill()
    const nowhere = await ask(sandbox, 'GET', '/api/v1/itr-analyzer/nothing')
    const wrongly = await ask(sandbox, 'POST', '/api/v1/aa-bsa-journey/status', {})
    expect([nowhere.status, nowhere.json()]).toEqual([404, { detail: 'Not Found' }])
    expect([wrongly.status, wrongly.headers.allow]).toEqual([405, 'GET'])
    expect(sandbox.calls.list().map(({ operation }) => operation)).toEqual(['unknown', 'aa-bsa.status'])
  })
})

describe('errors', () => {
  test('of credentials come in the wrapping of their family, whatever the spelling of the headers', async () => {
    await using sandbox = await openStill()
    const wrong = { 'x-api-key': 'nobody' }
    const documented = await ask(sandbox, 'GET', '/aa-bsa-journey/status?client_id=x', undefined, wrong)
    const service = await ask(sandbox, 'POST', '/api/v1/services/account-aggregator/init', {}, wrong)
    expect([documented.status, documented.json().error_code]).toEqual([401, 'UNAUTHORIZED'])
    expect([service.status, service.json().message_code]).toEqual([401, 'unauthorized'])
    const path = `/itr-analyzer/status?job_id=${finished(sandbox, 'salaried-clean', 'ITR')}`
    const spelt = await ask(sandbox, 'GET', path, undefined, { 'X-API-Key': sandbox.apiKey })
    expect(spelt.status).toBe(200)
  })

  test('come with HTTP 200 and success false when told to', async () => {
    await using sandbox = await openStill({ errorStatus: 'always-200' })
    const absent = await ask(sandbox, 'GET', '/itr-analyzer/status?job_id=none')
    const early = await fetchReport(sandbox, sandbox.seed('salaried-clean', 'ACCOUNT_AGGREGATOR', 0))
    expect([absent.status, absent.json().success, absent.json().error_code]).toEqual([200, false, 'NOT_FOUND'])
    expect([early.status, early.json().success, early.json().status_code]).toEqual([200, false, 422])
  })

  test('of input name what is wrong, an unreadable body included', async () => {
    await using sandbox = await openStill()
    const codes: unknown[] = []
    for (const body of [{ mobile_number: '12345' }, '{"mobile_number":', '[1]']) {
      const answer = await ask(sandbox, 'POST', '/api/v1/aa-bsa-journey/init', body)
      codes.push([answer.status, answer.json().error_code])
    }
    expect(codes).toEqual(Array.from({ length: 3 }, () => [400, 'INVALID_INPUT']))
  })

  test('of a monitoring session ask for the request id', async () => {
    await using sandbox = await openStill()
    const body = { mobile_number: '9000000001', consent_type: 'loan_monitoring', pan: 'SALPI0001A', email: '' }
    const { data } = (await ask(sandbox, 'POST', '/api/v1/services/account-aggregator/init', body)).json()
    expect(data).toMatchObject({ mobile_number: '9000000001', pan_number: 'SALPI0001A', email_id: null })
    sandbox.clock.advance(120_000)
    const refused = await fetchReport(sandbox, data.client_id)
    expect([refused.status, refused.json().message_code]).toEqual([400, 'missing_request_id'])
  })
})

test('the journal counts by operation, names the id that was minted, and keeps no password', async () => {
  await using sandbox = await openStill()
  const secret = 'correct horse battery staple'
  const started = await ask(sandbox, 'POST', '/api/v1/itr-analyzer/analyze', {
    username: 'salpi0001a',
    password: secret,
  })
  const { job_id } = started.json().data
  await ask(sandbox, 'GET', `/api/v1/itr-analyzer/status?job_id=${job_id}`)
  const [first, second] = sandbox.calls.list()
  expect(first).toMatchObject({ operation: 'itr.analyze', handle: job_id, carriedPassword: true, status: 200 })
  expect(second).toMatchObject({ operation: 'itr.status', handle: job_id, carriedPassword: false, status: 200 })
  expect(first?.headerNames).toContain('x-api-key')
  expect([sandbox.calls.count('itr.status'), sandbox.calls.count()]).toEqual([1, 2])
  const kept = JSON.stringify(sandbox.calls.list()) + (await ask(sandbox, 'GET', '/sandbox/calls')).text
  expect(kept).not.toContain(secret)
  sandbox.calls.clear()
  expect([sandbox.calls.count(), sandbox.calls.list()]).toEqual([0, []])
})
