/** What the doctor finds out about a real Redis, and that it says no password. */
import { expect, it } from 'vitest'
import { toInstant } from '../../src/domain/date.ts'
import { examineRedis } from '../../src/doctor/redis.ts'
import { createSystemClock } from '../../src/platform/clock.ts'
import { openRedisServer } from '../support/redis-server.ts'
import { createNotebook, type Notebook } from './support.ts'

async function examine(url: string, { aheadMs = 0, waitMs = 3_000 } = {}): Promise<Notebook> {
  const notebook = createNotebook()
  const clock = createSystemClock()
  const elsewhere = { ...clock, now: () => toInstant(clock.now() + aheadMs) }
  await examineRedis(notebook.findings, url, elsewhere, waitMs)

  return notebook
}

it('finds a Redis that keeps what it is given', async () => {
  await using redis = await openRedisServer({ isDurable: true })
  const { lines, fixes } = await examine(redis.url)
  expect(lines[0]).toMatch(/^ok Redis: 127\.0\.0\.1:\d+ answers, version \d+\.\d+/)
  expect(lines.filter((line) => !/takes \d+ ms/.test(line)).slice(1)).toEqual([
    'ok Redis memory: evicts nothing',
    'ok Redis persistence: writes to disk before it acknowledges',
    'ok Clock: agrees with that of Redis',
  ])
  expect(fixes.join()).not.toContain('Set')
})

it('finds one that evicts, one that forgets, one that writes late, and a clock that is off', async () => {
  await using redis = await openRedisServer()
  await redis.send('CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru')
  const forgetful = await examine(redis.url, { aheadMs: 45_000 })
  expect(forgetful.lines).toContain('fail Redis memory: evicts by allkeys-lru')
  expect(forgetful.lines).toContain('fail Redis persistence: keeps no append-only file: a restart loses journeys')
  expect(forgetful.lines).toContain('fail Clock: is 45 s ahead of that of Redis')
  await redis.send('CONFIG', 'SET', 'appendonly', 'yes')
  await redis.send('CONFIG', 'SET', 'appendfsync', 'everysec')
  const late = await examine(redis.url)
  expect(late.lines).toContain(
    'warn Redis persistence: writes to disk everysec: a crash may lose what was acknowledged',
  )
})

it('finds one that refuses the login and one that is not there, and names neither user nor password', async () => {
  const redis = await openRedisServer()
  await redis.send('CONFIG', 'SET', 'requirepass', 'the-real-one')
  for (const login of ['', ':a-wrong-one@', 'somebody:a-wrong-one@']) {
    const notebook = await examine(redis.url.replace('//', `//${login}`), { waitMs: 500 })
    expect(notebook.lines).toEqual([expect.stringMatching(/^fail Redis: 127\.0\.0\.1:\d+ refuses the login$/)])
    expect(JSON.stringify(notebook)).not.toMatch(/a-wrong-one|somebody|the-real-one/)
  }
  expect((await examine(redis.url.replace('//', '//:the-real-one@'))).lines[0]).toMatch(/^ok Redis/)
  await redis[Symbol.asyncDispose]()
  expect((await examine(redis.url, { waitMs: 500 })).lines).toEqual([
    expect.stringMatching(/^fail Redis: .* cannot be reached$/),
  ])
})
