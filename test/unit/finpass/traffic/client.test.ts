/** The client with all its policies, over real sockets. */
import { describe, expect, it } from 'vitest'
import { createFinpassClient, type FinpassClientOptions } from '../../../../src/finpass/client.ts'
import { createPacer, type Pacer } from '../../../../src/finpass/traffic/pacer.ts'
import { createTraffic } from '../../../../src/finpass/traffic/traffic.ts'
import { runWithin } from '../../../../src/platform/activity.ts'
import { createSystemClock } from '../../../../src/platform/clock.ts'
import { Secret } from '../../../../src/platform/secret.ts'
import { codeOf, HANDLE, KEY, openUpstream, recordedFor, rejectionOf, SECRET, sendJson } from '../support.ts'

const signal = new AbortController().signal
const clock = createSystemClock()
const STATUS = recordedFor('aa-bsa-status.observed')

function open({ url }: { readonly url: string }, options: Partial<FinpassClientOptions> = {}) {
  const client = createFinpassClient({
    baseUrl: url,
    apiKey: new Secret(KEY),
    apiSecret: new Secret(SECRET),
    ...options,
  })
  return { ...client, [Symbol.asyncDispose]: () => client.close() }
}

describe('the client', () => {
  it('asks again for what failed in passing, also when the line broke', async () => {
    await using upstream = await openUpstream((response, _request, socket) => {
      if (upstream.seen.length === 1) return response.writeHead(503).end('<html>')
      if (upstream.seen.length === 2) return socket.destroy()
      sendJson(response, STATUS)
    })
    await using client = open(upstream)
    expect((await client.fetchAaBsaStatus(HANDLE, signal)).status).toBe('COMPLETED')
    expect(upstream.seen).toHaveLength(3)
    expect(client.readTraffic().budget).toEqual({ requests: 1, repeats: 2 })
  })

  it.each([503, 429, 502, 0])('sends a password once, whatever becomes of it (%i)', async (code) => {
    await using upstream = await openUpstream((response, _request, socket) => {
      if (code === 0) socket.destroy()
      else response.writeHead(code, { 'retry-after': '0' }).end()
    })
    await using client = open(upstream)
    const login = { username: new Secret('ABCDE1234F'), password: new Secret('pw') }
    await codeOf(client.fetchItrStart(login, signal))
    // Longer than any repeat of a read would wait.
    await new Promise((resolve) => setTimeout(resolve, 700))
    expect(upstream.seen).toHaveLength(1)
  })

  it('sends nothing that could not be answered in time once its turn has come', async () => {
    await using upstream = await openUpstream((response) => sendJson(response, STATUS))
    // However long the first call takes on a busy machine, the second comes at the same moment.
    const now = clock.now()
    const still = { ...clock, now: () => now }
    const pacer = createPacer({ clock: still, mostPerSecond: 1 })
    await using client = open(upstream, {
      traffic: createTraffic({ clock: still, pacer, deadlineMs: 1_200 }),
      deadlineMs: 1_200,
    })
    await client.fetchAaBsaStatus(HANDLE, signal)
    const { code, retryAfter } = await rejectionOf(client.fetchAaBsaStatus(HANDLE, signal))
    expect(code).toBe('FINPASS_BUSY')
    expect(retryAfter).toBeGreaterThan(now)
    expect(upstream.seen).toHaveLength(1)
  })

  it('lets callers take turns at the gate, and names them at the pace', async () => {
    await using upstream = await openUpstream((response) => sendJson(response, STATUS))
    const plain = createPacer({ clock })
    const paced: (string | undefined)[] = []
    const enter: Pacer['enter'] = (...given) => {
      paced.push(given[3])
      return plain.enter(...given)
    }
    await using client = open(upstream, {
      traffic: createTraffic({ clock, mostUnderWay: 1, pacer: { ...plain, enter } }),
    })
    const order: string[] = []
    const read = (caller: string): Promise<void> =>
      runWithin({ trace: null, caller, noteCall: () => undefined, noteCode: () => undefined }, async () => {
        await client.fetchAaBsaStatus(HANDLE, signal)
        order.push(caller)
      })
    await Promise.all([...Array.from({ length: 10 }, () => read('greedy')), read('modest')])
    expect(order.indexOf('modest')).toBeLessThan(4)
    expect(paced).toEqual(order)
  })

  it('takes one borrower of whom Finpass knows only to fail for no trouble with all', async () => {
    await using upstream = await openUpstream((response) => response.writeHead(500).end())
    await using client = open(upstream, { traffic: createTraffic({ clock, mostAttempts: 1 }) })
    for (let time = 0; time < 15; time += 1) {
      expect(await codeOf(client.fetchAaBsaStatus(HANDLE, signal))).toBe('FINPASS_UNAVAILABLE')
      expect(await codeOf(client.fetchItrStatus(HANDLE, signal))).toBe('FINPASS_UNAVAILABLE')
      expect(await codeOf(client.fetchAccountAggregatorReport(HANDLE, signal))).toBe('FINPASS_UNAVAILABLE')
    }
    const { operations } = client.readTraffic()
    expect(Object.values(operations).map(({ breaker }) => breaker)).not.toContain('open')
  })

  it('reads no more of an answer than its operation may have', async () => {
    await using upstream = await openUpstream((response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(' '.repeat(2 * 2 ** 20) + JSON.stringify(STATUS))
    })
    await using client = open(upstream)
    expect(await codeOf(client.fetchAaBsaStatus(HANDLE, signal))).toBe('FINPASS_TOO_LARGE')
  })

  it('keeps serving one operation while all places of another hang', async () => {
    await using upstream = await openUpstream((response, { url }) => {
      if (url.includes('/status')) sendJson(response, STATUS)
    })
    await using client = open(upstream)
    const leaving = new AbortController()
    const hanging = Array.from({ length: 60 }, () => codeOf(client.fetchAaBsaStatements(HANDLE, leaving.signal)))
    await expect.poll(() => upstream.seen.length).toBe(32)
    expect((await client.fetchAaBsaStatus(HANDLE, signal)).status).toBe('COMPLETED')
    expect(client.readTraffic().operations['aa-bsa.statements']).toMatchObject({ underWay: 32, waiting: 28 })
    leaving.abort()
    expect(new Set(await Promise.all(hanging))).toEqual(new Set(['REQUEST_CANCELLED']))
    expect(client.readTraffic().operations['aa-bsa.statements']).toMatchObject({ underWay: 0, waiting: 0 })
  })
})
