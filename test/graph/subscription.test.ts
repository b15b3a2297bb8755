/** Following journeys over both transports: what comes first, what comes later, when it ends, and who may. */
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Failure } from '../../src/domain/failure.ts'
import { LAST_SEQUENCE, startDrivenJourney } from '../support/driven-journey.ts'
import { openTestGateway, type TestGateway } from '../support/gateway.ts'
import { expectNothingPersonal } from '../support/personal.ts'
import { createShiftedClock } from '../support/shifted-clock.ts'
import { openStream, type StreamResult, type TestStream, TRANSPORTS } from '../support/stream.ts'
import { headersWithout, TOKEN_ENVIRONMENT, tokenHeaders } from '../support/token.ts'

const WATCH = `subscription($id: ID!, $after: String) { journeyStatusChanged(journeyId: $id, after: $after) {
  cursor sequence status isTerminal resync journey { id }
} }`
const WATCH_ALL = `subscription($id: ID!, $after: String) { applicantProgressed(applicantId: $id, after: $after) {
  sequence resync journey { id }
} }`
const DEEP = `subscription($id: ID!) { journeyStatusChanged(journeyId: $id) { sequence journey { sequence applicant {
  sources { kind status } bankAccounts { last4 }
} } } }`
const ERASE = 'mutation($input: ApplicantEraseInput!) { applicantErase(input: $input) { userErrors { code } } }'

const toEvent = ({ data }: StreamResult) => data?.journeyStatusChanged ?? data?.applicantProgressed
const toSequences = ({ results }: TestStream): number[] => results.map((result) => toEvent(result).sequence)
const toCursor = (stream: TestStream, at: number): string => stream.results[at]?.extensions?.cursor ?? ''

describe.each(TRANSPORTS)('over %s', (transport) => {
  let test: TestGateway
  const streams: TestStream[] = []
  beforeEach(async () => {
    test = await openTestGateway({ ...TOKEN_ENVIRONMENT, REPORT_CACHE_MS: '0' })
  })
  afterEach(async () => {
    for (const stream of streams.splice(0)) stream.leave()
    expectNothingPersonal(test)
    expect(test.logged.filter((line) => line.includes('defect'))).toEqual([])
    await test[Symbol.asyncDispose]()
  })

  async function open(query: string, variables: Record<string, unknown>, headers = tokenHeaders()) {
    const stream = openStream({ url: test.gateway.url, transport, query, variables, headers: await headers })
    streams.push(stream)
    return stream
  }
  const start = async (more = {}) => startDrivenJourney(test, { headers: await tokenHeaders(), ...more })

  describe('a journey', () => {
    it('begins with how it stands, goes on live, and ends after the terminal transition', async () => {
      const journey = await start()
      await journey.drive(test, 3)
      const stream = await open(WATCH, { id: journey.id })
      await stream.until(1)
      for (let sequence = 4; sequence <= LAST_SEQUENCE; sequence += 1) {
        await journey.drive(test, sequence)
        await stream.until(sequence - 2)
      }
      expect(await stream.ended).toBe('complete')
      expect(toSequences(stream)).toEqual([3, 4, 5])
      expect(stream.results.map((result) => toEvent(result).isTerminal)).toEqual([false, false, true])
      expect(stream.results.some((result) => toEvent(result).resync)).toBe(false)
      // The cursor beside the data is the one that can be selected.
      expect(stream.results.map(({ extensions }) => extensions?.cursor)).toEqual(
        stream.results.map((result) => toEvent(result).cursor),
      )
      await expect.poll(() => test.gateway.hub.size).toBe(0)
    })

    it('begins although the store cannot be read for a moment', async () => {
      const journey = await start()
      const { store } = test.gateway
      const readFeed = store.readFeed.bind(store)
      let refusals = 2
      store.readFeed = (...asked) => {
        refusals -= 1
        return refusals < 0 ? readFeed(...asked) : Promise.reject(new Failure('STORE_UNAVAILABLE'))
      }
      const stream = await open(WATCH, { id: journey.id })
      await stream.until(1)
      expect(refusals).toBeLessThan(0)
      expect(stream.results.map(({ errors }) => errors)).toEqual([undefined])
    })

    it('gives an event also when its journey cannot be read anew', async () => {
      const journey = await start()
      const first = await open(WATCH, { id: journey.id })
      await first.until(1)
      await journey.drive(test, 2)
      await first.until(2)
      const { store } = test.gateway
      const readJourneys = store.readJourneys.bind(store)
      let reads = 0
      // The first read belongs to the handshake; what was missed is in memory.
      store.readJourneys = (tenant, ids) => {
        reads += 1
        return reads === 1 ? readJourneys(tenant, ids) : Promise.reject(new Failure('STORE_UNAVAILABLE'))
      }
      const second = await open(WATCH, { id: journey.id, after: toCursor(first, 0) })
      await second.until(1)
      store.readJourneys = readJourneys
      expect(reads).toBeGreaterThan(1)
      expect(second.results.map(({ errors }) => errors)).toEqual([undefined])
      expect(second.results.map((result) => toEvent(result))).toMatchObject([
        { sequence: 2, journey: { id: journey.id } },
      ])
    })

    it('gives everything behind a cursor, then what is new', async () => {
      const journey = await start()
      const first = await open(WATCH, { id: journey.id })
      await first.until(1)
      await journey.drive(test, 3)
      const second = await open(WATCH, { id: journey.id, after: toCursor(first, 0) })
      await second.until(2)
      await journey.drive(test, LAST_SEQUENCE)
      expect(await second.ended).toBe('complete')
      expect(toSequences(second)).toEqual([2, 3, 4, 5])
      const third = await open(WATCH, { id: journey.id, after: toCursor(second, 1) })
      expect(await third.ended).toBe('complete')
      expect(toSequences(third)).toEqual([4, 5])
    })

    it('that has ended gives its last transition, and nothing behind that one’s cursor', async () => {
      const journey = await start()
      await journey.drive(test, LAST_SEQUENCE)
      const first = await open(WATCH, { id: journey.id })
      expect(await first.ended).toBe('complete')
      expect(toSequences(first)).toEqual([LAST_SEQUENCE])
      const second = await open(WATCH, { id: journey.id, after: toCursor(first, 0) })
      expect(await second.ended).toBe('complete')
      expect(second.results).toEqual([])
    })

    it('takes the cursor of a query', async () => {
      const journey = await start()
      const query = 'query($id: ID!) { journey(id: $id) { cursor } }'
      const { data } = await test.ask(query, { id: journey.id }, await tokenHeaders())
      await journey.drive(test, 3)
      const stream = await open(WATCH, { id: journey.id, after: data.journey.cursor })
      await stream.until(2)
      expect(toSequences(stream)).toEqual([2, 3])
    })

    it('says resync when a cursor proves nothing: altered, another’s, or of another journey', async () => {
      const [journey, other] = [await start(), await start({ persona: 'several-banks' })]
      const mine = await open(WATCH, { id: journey.id })
      const theirs = await open(WATCH, { id: journey.id }, tokenHeaders({ subject: 'somebody-else' }))
      const others = await open(WATCH, { id: other.id })
      await Promise.all([mine, theirs, others].map((stream) => stream.until(1)))
      await journey.drive(test, 2)
      const good = toCursor(mine, 0)
      const plain = Buffer.from(good, 'base64url').toString()
      const later = Buffer.from(plain.replace(/~1~/, '~2~')).toString('base64url')
      expect(later).not.toBe(good)
      for (const after of [later, toCursor(theirs, 0), toCursor(others, 0), '', 'nonsense', 'x'.repeat(10_000)]) {
        const stream = await open(WATCH, { id: journey.id, after })
        await stream.until(1)
        expect(toEvent(stream.results[0] ?? {})).toMatchObject({ sequence: 2, resync: true })
        stream.leave()
      }
      // The defence is what refuses: the untouched cursor is taken.
      const stream = await open(WATCH, { id: journey.id, after: good })
      await stream.until(1)
      expect(toEvent(stream.results[0] ?? {})).toMatchObject({ sequence: 2, resync: false })
    })

    it('reads its fields afresh for every event, and asks Finpass for a report only once there is one', async () => {
      const journey = await start()
      test.takeCalls()
      const stream = await open(DEEP, { id: journey.id })
      await stream.until(1)
      expect(test.takeCalls()).toEqual([])
      await journey.drive(test, 2)
      await stream.until(2)
      expect(test.takeCalls()).toEqual(['aa-bsa.status'])
      // One by one: an event that is read late shows the journey as it then stands.
      for (let sequence = 3; sequence <= LAST_SEQUENCE; sequence += 1) {
        await journey.drive(test, sequence)
        await stream.until(sequence)
      }
      expect(await stream.ended).toBe('complete')
      expect(test.takeCalls()).toEqual(['aa-bsa.statement-result', 'aa-bsa.status', 'aa-bsa.status', 'aa-bsa.status'])
      const applicants = stream.results.map((result) => toEvent(result).journey.applicant)
      const statuses = applicants.map(
        ({ sources }) => sources.find(({ kind }: { kind: string }) => kind === 'AA_BSA').status,
      )
      expect(statuses[0]).toBe('PENDING')
      expect(applicants[0].bankAccounts).toBeNull()
      expect(statuses.at(-1)).toBe('READY')
      expect(applicants.at(-1).bankAccounts).toHaveLength(2)
    })

    it('that does not exist and one of another lender are answered alike', async () => {
      const foreign = await start({ tenant: 'other-lender', headers: await tokenHeaders({ tenant: 'other-lender' }) })
      const answers: unknown[] = []
      for (const id of [foreign.id, 'ajpqbnlfbm9ib2R5']) {
        const stream = await open(WATCH, { id })
        expect(await stream.ended).toBe('complete')
        expect(stream.codes).toEqual(['JOURNEY_NOT_FOUND'])
        answers.push(JSON.stringify(stream.results).replace(/"requestId":"[\w-]+"/, ''))
      }
      expect(answers[0]).toBe(answers[1])
      expect(test.gateway.hub.size).toBe(0)
    })

    it('needs the scope applicants:read', async () => {
      const journey = await start()
      const stream = await open(WATCH, { id: journey.id }, headersWithout('applicants:read'))
      expect(await stream.ended).toBe('complete')
      expect(stream.codes).toEqual(['AUTH_SCOPE'])
      expect(test.gateway.hub.size).toBe(0)
    })

    it('ends with a coded error when its applicant is erased', async () => {
      const journey = await start()
      const one = await open(WATCH, { id: journey.id })
      const all = await open(WATCH_ALL, { id: journey.applicantId })
      await Promise.all([one.until(1), all.until(1)])
      const input = { applicantId: journey.applicantId, reason: 'asked for' }
      expect((await test.ask(ERASE, { input }, await tokenHeaders())).errors).toEqual([])
      expect(await Promise.all([one.ended, all.ended])).toEqual(['complete', 'complete'])
      expect(one.codes).toEqual(['APPLICANT_ERASED'])
      expect(all.codes).toEqual(['APPLICANT_ERASED'])
      expect(test.gateway.hub.size).toBe(0)
    })

    it('ends when the token does, and a fresh one goes on without a gap', async () => {
      const journey = await start()
      const stream = await open(WATCH, { id: journey.id }, tokenHeaders({ expiresIn: 2 }))
      await stream.until(1)
      expect(await stream.ended).toBe(transport === 'websocket' ? '4403 Forbidden' : 'complete')
      // Over SSE the reason comes before the end, or it would look like the end of the journey.
      expect(stream.codes).toEqual(transport === 'websocket' ? [] : ['AUTH_INVALID'])
      await journey.drive(test, LAST_SEQUENCE)
      expect(stream.results.filter(({ data }) => data)).toHaveLength(1)
      const next = await open(WATCH, { id: journey.id, after: toCursor(stream, 0) })
      expect(await next.ended).toBe('complete')
      expect(toSequences(next)).toEqual([2, 3, 4, 5])
    })

    it('is not streamed at all to a token that is over', async () => {
      const journey = await start()
      const headers = tokenHeaders({ expiresIn: -5 })
      expect((await test.ask('{ viewer { subject } }', {}, await headers)).errors).toMatchObject([
        { extensions: { code: 'AUTH_INVALID' } },
      ])
      const stream = await open(WATCH, { id: journey.id }, headers)
      if (transport === 'websocket') expect(await stream.ended).toBe('4403 Forbidden')
      expect(stream.results.filter(({ data }) => data)).toEqual([])
      expect(test.gateway.hub.size).toBe(0)
    })

    it('lets its topic go when the reader leaves', async () => {
      const journey = await start()
      const stream = await open(WATCH, { id: journey.id })
      await stream.until(1)
      expect(test.gateway.hub.size).toBe(1)
      stream.leave()
      await expect.poll(() => test.gateway.hub.size).toBe(0)
    })
  })

  describe('an applicant', () => {
    it('gives every journey, also one that is started later, and does not end', async () => {
      const first = await start()
      const { applicantId } = first
      const stream = await open(WATCH_ALL, { id: applicantId })
      await stream.until(1)
      await first.drive(test, LAST_SEQUENCE)
      const second = await start({ applicantId })
      await second.drive(test, LAST_SEQUENCE)
      await stream.until(2 * LAST_SEQUENCE)
      expect(stream.results.map((result) => [toEvent(result).journey.id, toEvent(result).sequence])).toEqual(
        [first, second].flatMap(({ id }) => [1, 2, 3, 4, 5].map((sequence) => [id, sequence])),
      )
      const rest = await open(WATCH_ALL, { id: applicantId, after: toCursor(stream, 3) })
      await rest.until(6)
      expect(toSequences(rest)).toEqual([5, 1, 2, 3, 4, 5])
    })

    it('begins with how every journey stands', async () => {
      const first = await start()
      await first.drive(test, LAST_SEQUENCE)
      const second = await start({ applicantId: first.applicantId })
      const stream = await open(WATCH_ALL, { id: first.applicantId })
      await stream.until(2)
      expect(stream.results.map((result) => [toEvent(result).journey.id, toEvent(result).sequence])).toEqual([
        [first.id, LAST_SEQUENCE],
        [second.id, 1],
      ])
    })

    it('that does not exist and one of another lender are answered alike', async () => {
      const headers = await tokenHeaders({ tenant: 'other-lender' })
      const { applicantId: foreign } = await start({ tenant: 'other-lender', headers })
      for (const id of [foreign, 'YTphcHBfbm9ib2R5']) {
        const stream = await open(WATCH_ALL, { id })
        await stream.ended
        expect(stream.codes).toEqual(['APPLICANT_NOT_FOUND'])
      }
    })
  })
})

describe('a reader that is cut off', () => {
  it('in the middle of a snapshot skips no journey, even when clocks disagreed', async () => {
    const clock = createShiftedClock()
    await using test = await openTestGateway({}, { clock })
    const first = await startDrivenJourney(test)
    clock.shift(-3_600_000)
    const second = await startDrivenJourney(test, { applicantId: first.applicantId })
    const watch = { url: test.gateway.url, transport: 'sse', query: WATCH_ALL } as const
    const cut = openStream({ ...watch, variables: { id: first.applicantId } })
    await cut.until(1)
    cut.leave()
    const rest = openStream({ ...watch, variables: { id: first.applicantId, after: toCursor(cut, 0) } })
    await rest.until(1)
    rest.leave()
    const seen = [cut.results[0], rest.results[0]].map((result) => toEvent(result ?? {}).journey.id)
    expect(seen).toEqual([first.id, second.id])
  })

  it('comes back from the future, to a gateway whose data was restored, and is told so', async () => {
    const home = await mkdtemp(join(tmpdir(), 'finpass-graph-restored-'))
    const [live, backup] = [join(home, 'live'), join(home, 'backup')]
    try {
      const before = await openTestGateway({ DATA_DIR: live })
      const journey = await startDrivenJourney(before)
      await journey.drive(before, 2)
      await before[Symbol.asyncDispose]()
      await cp(live, backup, { recursive: true })
      let after = ''
      {
        await using now = await openTestGateway({ DATA_DIR: live })
        await journey.drive(now, 4)
        const { data } = await now.ask('query($id: ID!) { journey(id: $id) { cursor } }', { id: journey.id })
        after = data.journey.cursor
      }
      await using restored = await openTestGateway({ DATA_DIR: backup })
      for (const transport of TRANSPORTS) {
        const stream = openStream({
          url: restored.gateway.url,
          transport,
          query: WATCH,
          variables: { id: journey.id, after },
        })
        await stream.until(1)
        expect(toEvent(stream.results[0] ?? {})).toMatchObject({ sequence: 2, resync: true })
        stream.leave()
      }
    } finally {
      await rm(home, { recursive: true })
    }
  })
})
