/** Finpass's calls: a hint that brings the next look forward, and nothing else, whoever sends it and however often. */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { JourneyId, TenantId } from '../../src/domain/ids.ts'
import { parseGlobalId } from '../../src/domain/ids.ts'
import type { Transition } from '../../src/domain/journey.ts'
import { createJourney } from '../../src/journeys/start.ts'
import { startDrivenJourney } from '../support/driven-journey.ts'
import { openTestGateway, type TestGateway } from '../support/gateway.ts'
import { expectNothingPersonal } from '../support/personal.ts'
import { createShiftedClock, type ShiftedClock } from '../support/shifted-clock.ts'

const TENANT = 'demo' as TenantId // any text is one
const INTERVAL_MS = 5_000
const STATUS = 'aa-bsa.status'
const NOTHING_KNOWN = {
  status: null,
  step: null,
  stepsCompleted: [],
  stepsFailed: [],
  accounts: [],
  failure: null,
  reportedAt: null,
}

let test: TestGateway
let clock: ShiftedClock
beforeEach(async () => {
  clock = createShiftedClock()
  test = await openTestGateway({}, { clock })
})
afterEach(async () => {
  expect(test.logged.filter((line) => line.includes('defect'))).toEqual([])
  await test[Symbol.asyncDispose]()
})

/** A journey in its first status, whose secret address is known here and nowhere else. */
async function addJourney(persona = 'salaried-clean') {
  const { sandbox, gateway } = test
  sandbox.configure({ dialect: 'documented' })
  const applicantId = parseGlobalId('Applicant', await test.seed(persona, []))
  const [applicant] = await gateway.store.readApplicants(TENANT, [applicantId])
  if (applicant === undefined) throw new Error('seeding failed')
  const started = { consentUrl: null, expiresAt: null, observation: NOTHING_KNOWN }
  const request = { applicant, kind: 'AA_BSA', consentType: null } as const
  const { journey, first } = createJourney({ clock, pollIntervalMs: 3_600_000 }, request, started, 'START')
  const token = randomBytes(24).toString('base64url')
  await gateway.store.addJourney(journey, first, {
    handle: sandbox.seed(persona, 'AA_BSA', 0),
    webhookToken: token,
    idempotencyKey: null,
  })
  return { id: journey.id, token, url: `${gateway.url}/webhooks/finpass/${token}` }
}

const readTransitions = (id: JourneyId): Promise<Transition[]> => test.gateway.store.readTransitions(TENANT, [id])
const toOrigins = (transitions: readonly Transition[]): string[] => transitions.map(({ origin }) => origin)

async function call(url: string, body: string | ReadableStream = '{}', init: RequestInit = {}): Promise<Response> {
  const duplex = typeof body === 'string' ? {} : { duplex: 'half' as const }
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
    ...duplex,
    ...init,
  })
  await response.clone().text()
  return response
}

/** Everything that is answered to a request, as it stands on the wire, the time of day aside. */
async function readRaw(path: string, method = 'POST'): Promise<string> {
  const { hostname, port } = new URL(test.gateway.url)
  const socket = connect(Number(port), hostname)
  const lines = [`${method} ${path} HTTP/1.1`, 'host: x', 'x-request-id: the-same-one', 'connection: close']
  socket.write(`${[...lines, 'content-length: 2', ''].join('\r\n')}\r\n{}`)
  let text = ''
  socket.setEncoding('latin1').on('data', (chunk: string) => {
    text += chunk
  })
  await once(socket, 'close')
  return text.replace(/\r\ndate: [^\r]+/i, '')
}

describe('a call', () => {
  it('to a journey’s own address is taken, and the journey is looked at', async () => {
    const { id, url } = await addJourney()
    clock.shift(INTERVAL_MS)
    test.sandbox.clock.advance(11_000)
    const response = await call(url)
    expect(response.status).toBe(204)
    expect(await response.text()).toBe('')
    await expect.poll(async () => toOrigins(await readTransitions(id))).toEqual(['START', 'WEBHOOK'])
    expect(test.takeCalls()).toEqual([STATUS])
    expectNothingPersonal(test)
  })

  it('to an address that nobody was given is answered like any path that does not exist', async () => {
    await addJourney()
    const unknown = await readRaw(`/webhooks/finpass/${randomBytes(24).toString('base64url')}`)
    expect(unknown).toMatch(/^HTTP\/1.1 404 /)
    for (const path of ['/elsewhere', '/webhooks/finpass/short', '/webhooks/finpass/%00', '/webhooks/other/x']) {
      expect(await readRaw(path)).toBe(unknown)
    }
    expect(test.takeCalls()).toEqual([])
  })

  it.each(['GET', 'PUT', 'DELETE', 'PATCH'])(
    'by %s is refused alike, whether the address is right or not',
    async (method) => {
      const { token } = await addJourney()
      const right = await readRaw(`/webhooks/finpass/${token}`, method)
      const wrong = await readRaw(`/webhooks/finpass/${randomBytes(24).toString('base64url')}`, method)
      expect(right).toMatch(/^HTTP\/1.1 405 /)
      expect(right).toMatch(/\r\nallow: POST\r\n/i)
      expect(wrong).toBe(right)
      expect(test.takeCalls()).toEqual([])
    },
  )

  it('that is too large is refused, announced or not, and leaves the gateway well', async () => {
    const { url } = await addJourney()
    expect((await call(url, 'x'.repeat(65 * 1024))).status).toBe(413)
    const { token } = await addJourney('one-bank-fails')
    const { hostname, port } = new URL(url)
    const socket = connect(Number(port), hostname)
    socket.on('error', () => undefined)
    socket.write(`POST /webhooks/finpass/${token} HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n`)
    const chunk = `4000\r\n${'x'.repeat(0x4000)}\r\n`
    let sent = 0
    const pump = setInterval(() => {
      socket.write(chunk)
      sent += chunk.length
    }, 1)
    // Not by once(): a reset, which is one way of being cut off, would reject it.
    await new Promise<void>((resolve) => socket.on('close', () => resolve()))
    clearInterval(pump)
    expect(sent).toBeLessThan(4_000_000)
    expect((await fetch(`${test.gateway.url}/livez`)).status).toBe(200)
  })

  it('changes nothing by what its body claims', async () => {
    const { id, url } = await addJourney()
    clock.shift(INTERVAL_MS)
    const [before] = await test.gateway.store.readJourneys(TENANT, [id])
    for (const body of [
      JSON.stringify({ event: 'status_changed', status: 'analysis_complete', client_id: 'another' }),
      JSON.stringify({ status: 'failed' }),
      '<not json>',
      '',
    ]) {
      expect((await call(url, body)).status).toBe(204)
    }
    await expect.poll(() => test.sandbox.calls.count(STATUS)).toBe(1)
    // Finpass was asked and says that nothing has happened: so nothing has.
    await expect
      .poll(async () => (await test.gateway.store.readJourneys(TENANT, [id]))[0]?.checkedAt)
      .not.toBe(before?.checkedAt)
    expect(toOrigins(await readTransitions(id))).toEqual(['START'])
  })

  it('repeated a hundred times causes one look an interval', async () => {
    const { id, url } = await addJourney()
    for (const [interval, advanceMs] of [11_000, 30_000].entries()) {
      clock.shift(INTERVAL_MS)
      test.sandbox.clock.advance(advanceMs)
      const statuses = await Promise.all(Array.from({ length: 100 }, async () => (await call(url)).status))
      expect(new Set(statuses)).toEqual(new Set([204]))
      await expect.poll(async () => (await readTransitions(id)).length).toBe(interval + 2)
      // A further call within the interval is for later.
      await call(url)
      const [journey] = await test.gateway.store.readJourneys(TENANT, [id])
      expect(journey?.nextCheckAt).toBe((journey?.checkedAt ?? 0) + INTERVAL_MS)
      expect(test.sandbox.calls.count(STATUS)).toBe(interval + 1)
    }
  })

  it('is answered at once while Finpass hangs', async () => {
    const { url } = await addJourney()
    clock.shift(INTERVAL_MS)
    test.sandbox.faults.set({ match: STATUS, kind: 'hang' })
    const times: number[] = []
    for (let count = 0; count < 40; count += 1) {
      const startedAt = performance.now()
      expect((await call(url)).status).toBe(204)
      times.push(performance.now() - startedAt)
    }
    expect(test.sandbox.calls.count(STATUS)).toBe(1)
    // The look hangs for some ten seconds; a busy machine may hold up a single answer, never most of them.
    expect(times.toSorted((a, b) => a - b)[20]).toBeLessThan(200)
    expect(Math.max(...times)).toBeLessThan(3_000)
    // Ends the look that hangs, for which the gateway would wait.
    await test.sandbox.close()
  })

  it('about a journey that has ended is taken and causes nothing', async () => {
    const { id, url } = await addJourney()
    const [journey] = await test.gateway.store.readJourneys(TENANT, [id])
    test.sandbox.clock.advance(130_000)
    if (journey !== undefined) await test.gateway.checker.check(journey, 'POLL')
    test.takeCalls()
    clock.shift(INTERVAL_MS)
    expect((await call(url)).status).toBe(204)
    const [ended] = await test.gateway.store.readJourneys(TENANT, [id])
    expect(ended).toMatchObject({ status: 'COMPLETED', nextCheckAt: null })
    expect(test.takeCalls()).toEqual([])
  })
})

describe('the sandbox, as Finpass would,', () => {
  it('calls the address that a start gave it', async () => {
    const journey = await startDrivenJourney(test)
    test.sandbox.configure({ webhooks: 'duplicate' })
    clock.shift(INTERVAL_MS)
    test.sandbox.clock.advance(11_000)
    await expect.poll(async () => toOrigins(await readTransitions(journey.key))).toEqual(['START', 'WEBHOOK'])
  })

  it('may lose every call: the journey still comes to its end, by polling', async () => {
    await using polling = await openTestGateway({ POLL_INTERVAL_MS: '100' })
    const journey = await startDrivenJourney(polling)
    polling.sandbox.clock.advance(130_000)
    const read = () => polling.gateway.store.readTransitions(TENANT, [journey.key])
    await expect.poll(async () => (await read()).at(-1)?.status, { timeout: 5_000 }).toBe('COMPLETED')
    expect(new Set(toOrigins(await read()))).toEqual(new Set(['START', 'POLL']))
  })
})
