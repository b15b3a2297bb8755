/** The client helper on a real gateway: every step once and in order, whatever happens to the line in between. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { JourneyStep } from '../../client/step.ts'
import { watchApplicant, watchJourney } from '../../client/watch.ts'
import type { WatchOptions, WatchState } from '../../client/watch-loop.ts'
import { LAST_SEQUENCE, startDrivenJourney } from '../support/driven-journey.ts'
import { openTestGateway, type TestGateway } from '../support/gateway.ts'
import { openWire, type Wire } from '../support/wire.ts'

const ALL = Array.from({ length: LAST_SEQUENCE }, (_, at) => at + 1)

let test: TestGateway
let wire: Wire
let states: WatchState[]
let cleanup: AbortController
let options: WatchOptions & { readonly url: string }

beforeEach(async () => {
  test = await openTestGateway()
  wire = await openWire(test.gateway.url)
  const told: WatchState[] = []
  states = told
  cleanup = new AbortController()
  options = { url: `${wire.url}/graphql`, onState: (state) => told.push(state), signal: cleanup.signal }
})
afterEach(async () => {
  cleanup.abort()
  await wire[Symbol.asyncDispose]()
  await test[Symbol.asyncDispose]()
})

/** Reads in the background and keeps what came. */
function collect(watch: AsyncIterableIterator<JourneyStep>) {
  const steps: JourneyStep[] = []
  const ended = (async () => {
    for await (const step of watch) steps.push(step)
  })()
  return { steps, ended }
}

async function until(steps: readonly JourneyStep[], length: number): Promise<void> {
  await expect.poll(() => steps.length, { timeout: 10_000, interval: 5 }).toBe(length)
}

const toSequences = (steps: readonly JourneyStep[]): number[] => steps.map(({ sequence }) => sequence)

/** Nobody follows any more, and no line is held. Where fetch keeps one it is an idle one, made anew after the abort. */
async function untilLetGo(transport: 'websocket' | 'sse'): Promise<void> {
  await expect.poll(() => test.gateway.hub.size).toBe(0)
  if (transport === 'websocket') await expect.poll(() => wire.open).toBe(0)
  expect(wire.requests).toHaveLength(1)
}

describe.each(['websocket', 'sse'] as const)('a watch over %s', (transport) => {
  it('gives every step once, in order, and ends after the terminal one', async () => {
    const journey = await startDrivenJourney(test)
    const { steps, ended } = collect(watchJourney({ ...options, transport, journeyId: journey.id }))
    for (const sequence of ALL) {
      await journey.drive(test, sequence)
      await until(steps, sequence)
    }
    await ended
    expect(toSequences(steps)).toEqual(ALL)
    expect(steps.map(({ status }) => status)).toEqual([
      'INITIATED',
      'CONSENT_PENDING',
      'CONSENT_GRANTED',
      'DATA_FETCHED',
      'COMPLETED',
    ])
    expect(steps.at(-1)).toMatchObject({ isTerminal: true, percent: 100, resync: false, journey: { id: journey.id } })
    expect(new Set(steps.map(({ cursor }) => cursor)).size).toBe(ALL.length)
    expect(states.map(({ state }) => state)).toEqual(['connecting', 'open'])
    await expect.poll(() => test.gateway.hub.size).toBe(0)
  })

  it('goes on behind a cursor that was kept', async () => {
    const journey = await startDrivenJourney(test)
    const first = watchJourney({ ...options, transport, journeyId: journey.id })
    const { value } = await first.next()
    await first.return?.()
    await journey.drive(test, LAST_SEQUENCE)
    const after = (value as JourneyStep).cursor // it has not ended
    const { steps, ended } = collect(watchJourney({ ...options, transport, journeyId: journey.id, after }))
    await ended
    expect(toSequences(steps)).toEqual(ALL.slice(1))
  })

  it('ends at once behind the cursor of the terminal step', async () => {
    const journey = await startDrivenJourney(test)
    await journey.drive(test, LAST_SEQUENCE)
    const { steps, ended } = collect(watchJourney({ ...options, transport, journeyId: journey.id }))
    await ended
    const after = steps[0]?.cursor ?? ''
    const again = collect(watchJourney({ ...options, transport, journeyId: journey.id, after }))
    await again.ended
    expect(again.steps).toEqual([])
    expect(toSequences(steps)).toEqual([LAST_SEQUENCE])
  })

  it('loses nothing and repeats nothing when the line is cut', async () => {
    const journey = await startDrivenJourney(test)
    const { steps, ended } = collect(watchJourney({ ...options, transport, journeyId: journey.id }))
    await until(steps, 1)
    wire.hold()
    await journey.drive(test, 4)
    wire.release()
    await until(steps, 4)
    await journey.drive(test, LAST_SEQUENCE)
    await ended
    expect(toSequences(steps)).toEqual(ALL)
    expect(steps.some(({ resync }) => resync)).toBe(false)
  })

  it('says when continuity cannot be proved', async () => {
    const journey = await startDrivenJourney(test)
    await journey.drive(test, 3)
    const watch = watchJourney({ ...options, transport, journeyId: journey.id, after: 'somebody elses' })
    expect(await watch.next()).toMatchObject({ value: { sequence: 3, resync: true } })
    await watch.return?.()
  })

  it.each([
    ['JOURNEY_NOT_FOUND', 'ajpqbnlfbm9ib2R5'],
    ['ID_MALFORMED', 'nonsense'],
    ['ID_WRONG_TYPE', 'YTphcHBfbm9ib2R5'],
  ])('throws %s with the request id, and does not try again', async (code, journeyId) => {
    const { ended } = collect(watchJourney({ ...options, transport, journeyId }))
    await expect(ended).rejects.toMatchObject({ name: 'WatchError', code, requestId: expect.stringMatching(/.{8}/) })
    expect(wire.requests).toHaveLength(1)
    expect(states.map(({ state }) => state)).not.toContain('waiting')
  })

  it('tells of a journey that was erased', async () => {
    const journey = await startDrivenJourney(test)
    const { steps, ended } = collect(watchJourney({ ...options, transport, journeyId: journey.id }))
    // Caught from the start: it may come before it is looked at.
    const failure = ended.catch((thrown: unknown) => thrown)
    await until(steps, 1)
    await test.ask('mutation($input: ApplicantEraseInput!) { applicantErase(input: $input) { userErrors { code } } }', {
      input: { applicantId: journey.applicantId, reason: 'asked for' },
    })
    expect(await failure).toMatchObject({ name: 'WatchError', code: 'APPLICANT_ERASED' })
  })

  it('ends when its signal aborts, and lets the line go', async () => {
    const journey = await startDrivenJourney(test)
    const leaving = new AbortController()
    const { signal } = leaving
    const { steps, ended } = collect(watchJourney({ ...options, transport, journeyId: journey.id, signal }))
    await until(steps, 1)
    leaving.abort()
    await ended
    await untilLetGo(transport)
    expect(toSequences(steps)).toEqual([1])
  })

  it('ends for a reader who leaves while it waits', async () => {
    const journey = await startDrivenJourney(test)
    const watch = watchJourney({ ...options, transport, journeyId: journey.id })
    await watch.next()
    const waiting = watch.next()
    await watch.return?.()
    expect(await waiting).toEqual({ done: true, value: undefined })
    await untilLetGo(transport)
  })

  it('serves two readers apart from each other', async () => {
    const journey = await startDrivenJourney(test)
    const staying = collect(watchJourney({ ...options, transport, journeyId: journey.id }))
    const going = watchJourney({ ...options, transport, journeyId: journey.id })
    await going.next()
    await until(staying.steps, 1)
    await journey.drive(test, 2)
    expect(await going.next()).toMatchObject({ value: { sequence: 2 } })
    await going.return?.()
    await journey.drive(test, LAST_SEQUENCE)
    await staying.ended
    expect(toSequences(staying.steps)).toEqual(ALL)
  })

  it('loses nothing and repeats nothing when the gateway is started anew on the same data and port', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'finpass-graph-watch-'))
    const first = await openTestGateway({ DATA_DIR: dataDir })
    const { port } = new URL(first.gateway.url)
    await using line = await openWire(first.gateway.url)
    const journey = await startDrivenJourney(first)
    const url = `${line.url}/graphql`
    const { steps, ended } = collect(watchJourney({ ...options, url, transport, journeyId: journey.id }))
    await until(steps, 1)
    await journey.drive(first, 2)
    await first[Symbol.asyncDispose]()
    line.hold()
    const second = await openTestGateway({ DATA_DIR: dataDir, PORT: port })
    try {
      // Committed by the new process before the watch is back.
      await journey.drive(second, 4)
      line.release()
      await until(steps, 4)
      await journey.drive(second, LAST_SEQUENCE)
      await ended
    } finally {
      await second[Symbol.asyncDispose]()
      await rm(dataDir, { recursive: true })
    }
    expect(toSequences(steps)).toEqual(ALL)
    expect(steps.some(({ resync }) => resync)).toBe(false)
    const [waiting] = states.filter(({ state }) => state === 'waiting')
    expect(waiting).toMatchObject({ reason: transport === 'websocket' ? 'closed 1001' : 'stream ended' })
  })
})

describe('a watch of an applicant', () => {
  it('loses nothing and repeats nothing of several journeys while the line is cut at random', async () => {
    const first = await startDrivenJourney(test)
    const { applicantId } = first
    const journeys = [first]
    const leaving = new AbortController()
    const { signal } = leaving
    const { steps, ended } = collect(watchApplicant({ ...options, applicantId, signal, longestPauseMs: 60 }))
    await until(steps, 1)
    // A coin that falls the same way at every run.
    let coin = 20_250_728
    const flip = (): boolean => {
      coin = (coin * 1_103_515_245 + 12_345) % 2 ** 31
      return coin > 2 ** 30
    }
    let cuts = 0
    let driven = 1
    for (let round = 0; round < 5; round += 1) {
      const journey = round === 0 ? first : await startDrivenJourney(test, { applicantId })
      if (round > 0) {
        journeys.push(journey)
        driven += 1
      }
      for (let sequence = 2; sequence <= LAST_SEQUENCE; sequence += 1) {
        await journey.drive(test, sequence)
        driven += 1
        // Cut now and then, before or after what was committed has arrived.
        if (flip()) await until(steps, driven)
        if (!flip()) continue
        wire.cut()
        cuts += 1
      }
    }
    expect(cuts).toBeGreaterThan(5)
    await until(steps, journeys.length * LAST_SEQUENCE)
    leaving.abort()
    await ended
    for (const { id } of journeys) {
      expect(toSequences(steps.filter(({ journey }) => journey.id === id))).toEqual(ALL)
    }
    expect(wire.requests.length).toBeGreaterThan(3)
    expect(steps.some(({ resync }) => resync)).toBe(false)
  }, 30_000)
})

describe('where no WebSocket gets through', () => {
  it.each(['refuse', 'swallow'] as const)('a watch uses server-sent events: proxies %s', async (rule) => {
    wire.setWebSockets(rule)
    const journey = await startDrivenJourney(test)
    const { steps, ended } = collect(watchJourney({ ...options, openTimeoutMs: 600, journeyId: journey.id }))
    await until(steps, 1)
    await journey.drive(test, LAST_SEQUENCE)
    await ended
    expect(toSequences(steps)).toEqual(ALL)
    expect(wire.requests.map((line) => line.split(' ')[0])).toEqual(['GET', 'GET', 'POST'])
    expect(states.findLast(({ state }) => state === 'open')).toMatchObject({ transport: 'sse' })
  })

  it('a watch goes back to WebSocket once that is all there is', async () => {
    const journey = await startDrivenJourney(test)
    wire.hold()
    const { steps, ended } = collect(watchJourney({ ...options, longestPauseMs: 20, journeyId: journey.id }))
    await expect.poll(() => states.filter(({ state }) => state === 'connecting').length).toBeGreaterThan(6)
    expect(new Set(states.map(({ transport }) => transport))).toEqual(new Set(['websocket', 'sse']))
    wire.release()
    await until(steps, 1)
    await journey.drive(test, LAST_SEQUENCE)
    await ended
    expect(toSequences(steps)).toEqual(ALL)
  })
})
