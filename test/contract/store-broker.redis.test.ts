/**
 * The Redis store while Redis fails: hints go on, commands fail soon, nothing ends the process (an unhandled rejection
 * fails the run), and what was lost shows in the epoch.
 */
import assert from 'node:assert/strict'
import { describe, it, vi } from 'vitest'
import type { Journey } from '../../src/domain/journey.ts'
import { createSystemClock } from '../../src/platform/clock.ts'
import { createRedisConnection, endConnection, whenReady } from '../../src/store/redis-connection.ts'
import { openRedisStore, type RedisStoreOptions } from '../../src/store/redis.ts'
import type { Feed, Store } from '../../src/store/store.ts'
import { type CountingListener, createListener } from '../support/listener.ts'
import { openRedisMonitor, openRedisServer } from '../support/redis-server.ts'
import { appended, applicant, firstTransition, journey, TENANT, testSeal, withHandle } from '../support/store-record.ts'
import { openTcpProxy } from '../support/tcp-proxy.ts'

const UNAVAILABLE = { name: 'Failure', code: 'STORE_UNAVAILABLE' }
/** A command may take 500 ms; the rest is for a busy machine. */
const FAILED_MS = 1200
/** The promise of the whole gateway, of which the store has the greater part. */
const CONVERGED_MS = 5000

function open(url: string, options: Partial<RedisStoreOptions> = {}): Promise<Store & AsyncDisposable> {
  const store = openRedisStore({ url, seal: testSeal(), clock: createSystemClock(), ...options })
  return store.then((opened) => ({ ...opened, [Symbol.asyncDispose]: () => opened.close() }))
}

async function startOne(store: Store): Promise<Journey> {
  const started = journey(await store.addApplicant(applicant()))
  await store.addJourney(started, firstTransition(started), withHandle(null))
  return started
}

function feedOf({ tenant, id }: Journey): Feed {
  return { kind: 'journey', tenant, id }
}

function applicantFeedOf({ tenant, applicantId }: Journey): Feed {
  return { kind: 'applicant', tenant, id: applicantId }
}

/** Resolves with how long it took until `listener` was called (again). */
async function timeUntilHeard(listener: CountingListener): Promise<number> {
  const beganMs = performance.now()
  await vi.waitFor(() => assert(listener.calls > 0), { timeout: CONVERGED_MS, interval: 5 })
  return performance.now() - beganMs
}

/** Tries until it succeeds, and gives how long that took. */
async function timeUntilUsable(work: () => Promise<unknown>): Promise<number> {
  const beganMs = performance.now()
  await vi.waitFor(work, { timeout: CONVERGED_MS, interval: 20 })
  return performance.now() - beganMs
}

describe.concurrent('the Redis store', () => {
  it('calls every listener again after its pub/sub connection was killed, and goes on', async ({ expect }) => {
    await using server = await openRedisServer()
    await using store = await open(server.url)
    const running = await startOne(store)
    const listener = createListener()
    await store.watchFeed(feedOf(running), listener)
    for (const sequence of [2, 3]) {
      expect(await server.send('CLIENT', 'KILL', 'TYPE', 'pubsub')).toMatch(/^:1/)
      await timeUntilHeard(listener)
      listener.calls = 0
      await store.appendTransition(appended(running, sequence, 'PROCESSING'))
      await timeUntilHeard(listener)
      listener.calls = 0
    }
    expect(await store.readFeed(feedOf(running), 0, 10)).toMatchObject({ head: 3 })
  })

  it('finds a pub/sub connection on which nothing arrives any more, and replaces it', async ({ expect }) => {
    await using server = await openRedisServer()
    await using proxy = await openTcpProxy(server.url)
    await using store = await open(proxy.url)
    const running = await startOne(store)
    const listener = createListener()
    await store.watchFeed(feedOf(running), listener)
    expect(proxy.silence('subscribe')).toBe(1)
    await store.appendTransition(appended(running, 2, 'PROCESSING'))
    expect(await timeUntilHeard(listener)).toBeLessThan(CONVERGED_MS)
    listener.calls = 0
    await store.appendTransition(appended(running, 3, 'PROCESSING'))
    expect(await timeUntilHeard(listener)).toBeLessThan(500)
  })

  it('finds a pub/sub connection to a server that does not hear the writers', async ({ expect }) => {
    await using server = await openRedisServer()
    await using detached = await openRedisServer()
    await using proxy = await openTcpProxy(server.url)
    await using store = await open(proxy.url)
    const running = await startOne(store)
    const listener = createListener()
    await store.watchFeed(feedOf(running), listener)
    proxy.leadNextTo(detached.url)
    await server.send('CLIENT', 'KILL', 'TYPE', 'pubsub')
    await timeUntilHeard(listener)
    expect(await detached.send('PUBSUB', 'NUMSUB', `fg:changed:journey:${TENANT}:${running.id}`)).toContain(':1\r\n')
    listener.calls = 0
    // From here on the connection is healthy in every way, except that nothing will ever come.
    await store.appendTransition(appended(running, 2, 'PROCESSING'))
    expect(await timeUntilHeard(listener)).toBeLessThan(CONVERGED_MS)
  })

  it('leaves connections alone on which the probes come back', async ({ expect }) => {
    await using server = await openRedisServer()
    using monitored = openRedisMonitor(server)
    await monitored.isOn
    await using store = await open(server.url)
    const list = async (): Promise<string[]> =>
      [
        ...(await server.send('CLIENT', 'LIST')).matchAll(/\bid=(\d+) .* cmd=(?:subscribe|evalsha|publish|eval)\b/g),
      ].map(([, id]) => id ?? '')
    await store.checkHealth()
    const before = await list()
    expect(before).toHaveLength(2)
    await vi.waitFor(() => expect(monitored.read().match(/"publish" "fg:probe:/gi)?.length).toBe(5), { timeout: 8000 })
    expect(await list()).toEqual(before)
  })

  it('replaces a command connection on which nothing arrives any more', async ({ expect }) => {
    await using server = await openRedisServer()
    await using proxy = await openTcpProxy(server.url)
    await using store = await open(proxy.url)
    const running = await startOne(store)
    expect(proxy.silence('evalsha')).toBe(1)
    const refused = applicant()
    await expect(store.addApplicant(refused)).rejects.toMatchObject(UNAVAILABLE)
    expect(await timeUntilUsable(() => store.readJourneys(TENANT, [running.id]))).toBeLessThan(CONVERGED_MS)
    // What has failed is not tried again behind the caller's back.
    expect(await store.readApplicants(TENANT, [refused.id])).toEqual([])
  })

  it('fails within a second while Redis stands still, and works again afterwards', async ({ expect }) => {
    await using server = await openRedisServer()
    await using store = await open(server.url)
    const running = await startOne(store)
    const epoch = await store.readEpoch()
    const listener = createListener()
    await store.watchFeed(feedOf(running), listener)
    server.pause()
    const calls: (() => Promise<unknown>)[] = [
      () => store.readJourneys(TENANT, [running.id]),
      () => store.addApplicant(applicant()),
      () => store.claimCheck(TENANT, running.id),
      () => store.listApplicants({ tenant: TENANT, order: 'CREATED_ASC', limit: 10, nameContains: 'a' }),
      () => store.readEpoch(),
      () => store.watchFeed(applicantFeedOf(running), () => undefined),
      () => store.checkHealth(),
    ]
    // Twice over: while the connection still looks alive, and after it was given up.
    const untilMs = performance.now() + 2500
    for (let round = 0; round < 2 || performance.now() < untilMs; round += 1) {
      const beganMs = performance.now()
      const answers = await Promise.allSettled(calls.map((call) => call()))
      expect(performance.now() - beganMs).toBeLessThan(FAILED_MS)
      for (const answer of answers) expect(answer).toMatchObject({ status: 'rejected', reason: UNAVAILABLE })
    }
    server.resume()
    expect(await timeUntilUsable(() => store.checkHealth())).toBeLessThan(CONVERGED_MS)
    expect(await store.readEpoch()).toBe(epoch)
    // Again and again, since the claim that timed out may or may not have been carried out, and the feed goes on.
    await timeUntilUsable(async () => {
      const head = (await store.readFeed(feedOf(running), 0, 100))?.head ?? 0
      listener.calls = 0
      expect(await store.appendTransition(appended(running, head + 1, 'PROCESSING'))).toBe(true)
      await vi.waitFor(() => expect(listener.calls).toBeGreaterThan(0), { timeout: 200, interval: 5 })
    })
  })

  it('fails at once while Redis is gone, and takes up a new epoch when it comes back empty', async ({ expect }) => {
    await using server = await openRedisServer()
    await using store = await open(server.url)
    const running = await startOne(store)
    const before = await store.readEpoch()
    const listener = createListener()
    await store.watchFeed(feedOf(running), listener)
    const refused = createListener()
    await server.kill()
    await expect(store.checkHealth()).rejects.toMatchObject(UNAVAILABLE)
    for (let tries = 0; tries < 20; tries += 1) {
      const beganMs = performance.now()
      await expect(store.readEpoch()).rejects.toMatchObject(UNAVAILABLE)
      await expect(store.watchFeed(applicantFeedOf(running), refused)).rejects.toMatchObject(UNAVAILABLE)
      expect(performance.now() - beganMs).toBeLessThan(FAILED_MS)
    }
    listener.calls = 0
    await server.restart()
    expect(await timeUntilUsable(() => store.checkHealth())).toBeLessThan(CONVERGED_MS)
    expect(await timeUntilHeard(listener)).toBeLessThan(CONVERGED_MS)
    expect(await store.readEpoch()).not.toBe(before)
    expect(await store.readFeed(feedOf(running), 1, 10)).toBeNull()
    expect(refused.calls).toBe(0)
    const next = await startOne(store)
    expect(await store.appendTransition(appended(next, 2, 'PROCESSING'))).toBe(true)
  })

  it('takes up a new epoch when Redis was emptied under it', async ({ expect }) => {
    await using server = await openRedisServer()
    await using store = await open(server.url)
    const before = await store.readEpoch()
    await server.send('FLUSHALL')
    const after = await store.readEpoch()
    expect(after).not.toBe(before)
    expect(await store.readEpoch()).toBe(after)
  })

  it('takes up a new epoch when Redis came back from an older copy of itself', async ({ expect }) => {
    await using server = await openRedisServer()
    await using store = await open(server.url)
    await using other = await open(server.url)
    const running = await startOne(store)
    const before = await store.readEpoch()
    await server.send('SAVE')
    await store.appendTransition(appended(running, 2, 'PROCESSING'))
    await server.restart()
    await timeUntilUsable(() => store.checkHealth())
    // The copy has the journey and even the old epoch, but not the transition.
    expect(await store.readFeed(feedOf(running), 0, 10)).toMatchObject({ head: 1 })
    const after = await store.readEpoch()
    expect(after).not.toBe(before)
    await timeUntilUsable(() => other.checkHealth())
    expect(await other.readEpoch()).toBe(after)
  })

  it('keeps its epoch although it was asked for while a durable Redis was away', async ({ expect }) => {
    await using server = await openRedisServer({ isDurable: true })
    await using store = await open(server.url)
    const epoch = await store.readEpoch()
    await server.kill()
    await expect(store.readEpoch()).rejects.toMatchObject(UNAVAILABLE)
    const restarted = server.restart()
    // Asked all the while: the answer must come from the server, never from there having been none.
    const later = await vi.waitFor(() => store.readEpoch(), { timeout: 5000, interval: 5 })
    await restarted
    expect(later).toBe(epoch)
  })

  it('comes back even when the client library has given a connection up', async ({ expect }) => {
    await using server = await openRedisServer()
    const redis = createRedisConnection({ url: server.url, commandTimeoutMs: 500 })
    await whenReady(redis, 5000)
    redis.disconnect()
    await vi.waitFor(() => expect(redis.status).toBe('end'))
    await whenReady(redis, 5000)
    expect(await redis.ping()).toBe('PONG')
    endConnection(redis)
    await vi.waitFor(() => expect(redis.status).toBe('end'))
    expect(redis.listenerCount('end')).toBe(0)
  })

  it('does not take its own standing still for the silence of Redis', async ({ expect }) => {
    await using server = await openRedisServer()
    const redis = createRedisConnection({ url: server.url, commandTimeoutMs: 100 })
    await whenReady(redis, 5000)
    let lost = 0
    redis.on('close', () => void (lost += 1))
    for (const standsMs of [300, 2_200]) {
      const replies = Promise.all([redis.ping(), redis.pipeline().ping().exec()])
      const until = performance.now() + standsMs
      while (performance.now() < until);
      expect(await replies).toEqual(['PONG', [[null, 'PONG']]])
    }
    expect(lost).toBe(0)
    // Silence is still silence.
    server.pause()
    await expect(redis.ping()).rejects.toThrow('Command timed out')
    await vi.waitFor(() => expect(lost).toBe(1), { timeout: 5_000 })
    server.resume()
    endConnection(redis)
  })

  it('asks Redis once for a feed that several listen to, and takes it back after the last', async ({ expect }) => {
    await using server = await openRedisServer()
    await using store = await open(server.url)
    const running = await startOne(store)
    const channel = `fg:changed:journey:${TENANT}:${running.id}`
    const stops = await Promise.all([1, 2, 3].map(() => store.watchFeed(feedOf(running), () => undefined)))
    expect(await server.send('PUBSUB', 'NUMSUB', channel)).toContain(`${channel}\r\n:1\r\n`)
    for (const stop of stops.slice(1)) stop()
    await store.checkHealth()
    expect(await server.send('PUBSUB', 'NUMSUB', channel)).toContain(`${channel}\r\n:1\r\n`)
    stops[0]?.()
    await vi.waitFor(async () =>
      expect(await server.send('PUBSUB', 'NUMSUB', channel)).toContain(`${channel}\r\n:0\r\n`),
    )
  })

  it('gives up opening when nobody is there, and when it is not let in', async ({ expect }) => {
    await using server = await openRedisServer()
    await server.send('CONFIG', 'SET', 'requirepass', 'a password for a test')
    const options = { seal: testSeal(), clock: createSystemClock(), openTimeoutMs: 300 }
    await expect(openRedisStore({ ...options, url: server.url })).rejects.toMatchObject(UNAVAILABLE)
    const store = await openRedisStore({
      ...options,
      url: server.url.replace('//', '//:a%20password%20for%20a%20test@'),
    })
    await store.close()
    await server.kill()
    await expect(openRedisStore({ ...options, url: server.url })).rejects.toMatchObject(UNAVAILABLE)
  })

  it('leaves no connection behind when it is closed', async ({ expect }) => {
    await using server = await openRedisServer()
    const store = await open(server.url)
    expect((await server.send('CLIENT', 'LIST')).match(/\bid=/g)).toHaveLength(3)
    await store.close()
    await vi.waitFor(async () => expect((await server.send('CLIENT', 'LIST')).match(/\bid=/g)).toHaveLength(1))
  })
})

// By itself: it keeps the machine busy, and the others look at the time.
describe('the Redis store under load', () => {
  it('neither forks nor leaves holes while two hundred writers of two stores race', async ({ expect }) => {
    await using server = await openRedisServer()
    await using one = await open(server.url, { commandTimeoutMs: 5000 })
    await using two = await open(server.url, { commandTimeoutMs: 5000 })
    const running = await startOne(one)
    const heard = createListener()
    await two.watchFeed(feedOf(running), heard)
    let wins = 0
    const write = async (store: Store, writer: number): Promise<void> => {
      const head = (await store.readFeed(feedOf(running), 1_000_000, 1))?.head ?? 0
      const step = appended(running, head + 1, 'PROCESSING', { transition: { step: `writer ${writer}` } })
      if (await store.appendTransition(step)) wins += 1
      else await write(store, writer)
    }
    await Promise.all(Array.from({ length: 200 }, (_, writer) => write(writer % 2 === 0 ? one : two, writer)))
    expect(wins).toBe(200)
    for (const feed of [feedOf(running), applicantFeedOf(running)]) {
      const page = await one.readFeed(feed, 0, 1000)
      expect(page?.entries.map(({ position }) => position)).toEqual(
        Array.from({ length: 201 }, (_, index) => index + 1),
      )
      expect(new Set(page?.entries.map(({ transition }) => transition.step)).size).toBe(201)
    }
    expect(heard.calls).toBeGreaterThan(0)
  })
})
