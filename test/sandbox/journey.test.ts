/** Journeys move with the clock, and an id alone tells where one stands. */
import { expect, test } from 'vitest'
import { openSandbox } from '../../src/sandbox/sandbox.ts'
import { ask, fetchReport, finished, type Json, NOON_IN_INDIA, openStill, read } from './support.ts'

test('an ITR job passes its steps in order and completes after 45 seconds', async () => {
  await using sandbox = await openStill()
  const id = sandbox.seed('salaried-clean', 'ITR', 0)
  const seen: string[] = []
  for (let second = 0; second <= 45; second += 1) {
    const { status, current_step } = await read(sandbox, `/itr-analyzer/status?job_id=${id}`)
    const told = `${status} ${current_step}`
    if (seen.at(-1) !== told) seen.push(told)
    sandbox.clock.advance(1000)
  }
  expect(seen).toEqual([
    'processing create_client',
    'processing download_profile',
    'processing download_itr_forms',
    'processing download_26as',
    'processing parse_returns',
    'completed null',
  ])
})

test('an AA-BSA journey says every documented word, while the observed one counts accounts', async () => {
  await using sandbox = await openStill()
  const id = sandbox.seed('several-banks', 'AA_BSA', 0)
  const path = `/aa-bsa-journey/status?client_id=${id}`
  const words: string[] = []
  const counts: string[] = []
  for (let step = 0; step <= 24; step += 1) {
    const { data } = await read(sandbox, path, 'documented')
    const { status, completed_accounts, total_accounts } = await read(sandbox, path)
    if (words.at(-1) !== data.status) words.push(data.status)
    const count = `${status} ${completed_accounts}/${total_accounts}`
    if (counts.at(-1) !== count) counts.push(count)
    sandbox.clock.advance(5000)
  }
  expect(words).toEqual(['initiated', 'consent_pending', 'consent_granted', 'data_fetched', 'analysis_complete'])
  expect(counts).toEqual([
    'processing 0/0',
    'processing 0/4',
    'processing 1/4',
    'processing 2/4',
    'processing 3/4',
    'completed 4/4',
  ])
})

test('an aggregator session is pending, then accepted, then there', async () => {
  await using sandbox = await openStill()
  const id = sandbox.seed('salaried-clean', 'ACCOUNT_AGGREGATOR', 0)
  const answers: Json[] = []
  for (const advance of [0, 45_000, 30_000]) {
    sandbox.clock.advance(advance)
    const { status, json } = await fetchReport(sandbox, id)
    answers.push([status, json().status_code, json().message_code])
  }
  expect(answers).toEqual([
    [422, 422, 'consent_status_pending'],
    [202, 202, 'accepted'],
    [200, 200, 'success'],
  ])
})

test('time scaled by sixty takes a job through in under a second of wall time', async () => {
  let now = NOON_IN_INDIA
  await using sandbox = await openSandbox({ now: () => now, timeScale: 60 })
  const id = sandbox.seed('salaried-clean', 'ITR', 0)
  now += 749
  expect((await read(sandbox, `/itr-analyzer/status?job_id=${id}`)).status).toBe('processing')
  now += 1
  const done = await read(sandbox, `/itr-analyzer/status?job_id=${id}`)
  expect([done.status, done.completed_at]).toEqual(['completed', '2026-11-20T06:30:00.750000'])
})

test('a sandbox opened anew answers for the ids of an earlier one', async () => {
  const ids: string[] = []
  {
    await using earlier = await openStill()
    ids.push(finished(earlier, 'salaried-clean', 'ITR'), earlier.seed('emi-bounces', 'AA_BSA', 70_000))
    const started = await ask(earlier, 'POST', '/itr-analyzer/analyze', { username: 'XYZPW1234K', password: 'p' })
    ids.push(started.json().data.job_id)
  }
  await using later = await openStill()
  const [job, journey, unknownJob] = ids
  expect((await read(later, `/itr-analyzer/data?job_id=${job}`)).data.pan).toBe('SALPI0001A')
  const status = await read(later, `/aa-bsa-journey/status?client_id=${journey}`)
  expect([status.status, status.total_accounts]).toEqual(['processing', 1])
  const documented = await read(later, `/itr-analyzer/status?job_id=${unknownJob}`, 'documented')
  expect(documented.data).toMatchObject({ pan: 'XYZPW1234K', status: 'initiated' })
})

test('an id of an earlier sandbox whose clock had been advanced is just begun, and goes on from there', async () => {
  await using earlier = await openStill()
  earlier.clock.advance(7_200_000)
  const id = earlier.seed('salaried-clean', 'ITR', 0)
  await using later = await openStill()
  expect((await read(later, `/itr-analyzer/status?job_id=${id}`)).status).toBe('processing')
  later.clock.advance(45_000)
  expect((await read(later, `/itr-analyzer/status?job_id=${id}`)).status).toBe('completed')
})

test('an id that was altered by one digit is not found', async () => {
  await using sandbox = await openStill()
  const id = finished(sandbox, 'salaried-clean', 'ITR')
  const altered = id.slice(0, -1) + (id.endsWith('0') ? '1' : '0')
  expect((await ask(sandbox, 'GET', `/itr-analyzer/status?job_id=${id}`)).status).toBe(200)
  const answer = await ask(sandbox, 'GET', `/itr-analyzer/status?job_id=${altered}`)
  expect([answer.status, answer.json().error_code]).toEqual([404, 'NOT_FOUND'])
})

test('ids are distinct, say mock, and begin with the seconds of their making', async () => {
  await using sandbox = await openStill()
  const kinds = ['ITR', 'AA_BSA', 'ACCOUNT_AGGREGATOR', 'BANK_STATEMENT'] as const
  const ids = kinds.flatMap((kind) => Array.from({ length: 300 }, () => sandbox.seed('salaried-clean', kind, 0)))
  expect(new Set(ids).size).toBe(1200)
  for (const id of ids) {
    expect(id).toMatch(/^[A-Za-z0-9_-]+$/)
    expect(id).toContain('_mock_')
    expect(id).toContain((NOON_IN_INDIA / 1000).toString(16))
  }
})

test('a session expires thirty minutes of journey time after its start, as Initialize said', async () => {
  await using sandbox = await openStill({ timeScale: 10 })
  const { data } = (await ask(sandbox, 'POST', '/api/v1/aa-bsa-journey/init', { mobile_number: '9000000008' })).json()
  expect(data.expires_at).toBe('2026-11-20T06:33:00Z')
  const path = `/aa-bsa-journey/status?client_id=${data.client_id}`
  sandbox.clock.advance(1_799_999)
  expect((await read(sandbox, path, 'documented')).data.status).toBe('consent_pending')
  sandbox.clock.advance(1)
  expect((await read(sandbox, path, 'documented')).data.status).toBe('expired')
  expect(await read(sandbox, path)).toMatchObject({ status: 'failed', failed_at_stage: 'consent_expired' })
})

test('the dialect is chosen by setting, and by header for one call', async () => {
  await using sandbox = await openStill()
  const path = `/itr-analyzer/status?job_id=${finished(sandbox, 'salaried-clean', 'ITR')}`
  const hasEnvelope = async (headers = {}): Promise<boolean> =>
    'success' in (await ask(sandbox, 'GET', path, undefined, headers)).json()
  expect(await hasEnvelope()).toBe(false)
  expect(await hasEnvelope({ 'x-sandbox-dialect': 'documented' })).toBe(true)
  sandbox.setDialect('documented')
  expect(await hasEnvelope()).toBe(true)
  expect(await hasEnvelope({ 'x-sandbox-dialect': 'observed' })).toBe(false)
})
