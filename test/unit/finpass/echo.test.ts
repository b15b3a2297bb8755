/** Nobody is given an answer to somebody else's question, however the answers got out of step on a socket. */
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import type { FinpassClient, Handle } from '../../../src/finpass/contract.ts'
import { PersonalNumber } from '../../../src/domain/identifier.ts'
import { Secret } from '../../../src/platform/secret.ts'
import { clientOf, codeOf, HANDLE, openUpstream, recorded, recordedFor, sendJson } from './support.ts'

const signal = new AbortController().signal
const FOREIGN = 'aabsa_mock_somebody_else'

/** A statement that says whose it is, both by its id and by its holder. */
function statementOf(handle: string): object {
  return {
    client_id: handle,
    total_accounts: 1,
    accounts: [{ account_id: handle, holder_name: handle, transactions: [] }],
  }
}

async function holderOf(client: FinpassClient, handle: Handle = HANDLE): Promise<string | null | undefined> {
  return (await client.fetchAaBsaStatements(handle, signal)).value[0]?.holder?.name
}

describe('an answer that names another process', () => {
  it('is not believed: the question is asked again on a new socket', async () => {
    await using upstream = await openUpstream((response) =>
      sendJson(response, statementOf(upstream.seen.length === 1 ? FOREIGN : HANDLE)),
    )
    const client = clientOf(upstream)
    expect(await holderOf(client)).toBe(HANDLE)
    expect([upstream.seen.length, upstream.sockets.size]).toEqual([2, 2])
    expect(upstream.seen[1]?.headers.connection).toBe('close')
    // The sockets kept so far are not used again.
    await holderOf(client)
    expect(upstream.sockets.size).toBe(3)
    await client.close()
  })

  it('twice is FINPASS_SHAPE', async () => {
    await using upstream = await openUpstream((response) => sendJson(response, statementOf(FOREIGN)))
    const client = clientOf(upstream)
    expect(await codeOf(client.fetchAaBsaStatements(HANDLE, signal))).toBe('FINPASS_SHAPE')
    expect(await codeOf(client.fetchItrStatus(HANDLE, signal))).toBe('FINPASS_SHAPE')
    expect(upstream.seen).toHaveLength(4)
    await client.close()
  })

  // Trap 43: its documented answers carry another id than their requests.
  it('is taken on a socket of its own from the Account Aggregator, whose calls have their own from then on', async () => {
    await using upstream = await openUpstream((response) => sendJson(response, recorded('aa-fetch-json.observed')))
    const client = clientOf(upstream)
    for (const calls of [2, 3]) {
      expect(await client.fetchAccountAggregatorReport(HANDLE, signal)).toMatchObject({ isReady: true })
      expect(upstream.seen).toHaveLength(calls)
    }
    expect(upstream.sockets.size).toBe(3)
    await client.close()
  })
})

describe('an answer that names nobody', () => {
  it.each([
    ['data', 200, { accounts: [{ account_id: 'x', holder_name: FOREIGN, transactions: [] }] }],
    ['the end of a process', 404, { success: false, error_code: 'NOT_FOUND' }],
  ])('is not believed when it has %s', async (_, status, body) => {
    await using upstream = await openUpstream((response) =>
      upstream.seen.length === 1 ? sendJson(response, body, status) : sendJson(response, statementOf(HANDLE)),
    )
    const client = clientOf(upstream)
    expect(await holderOf(client)).toBe(HANDLE)
    expect(upstream.seen).toHaveLength(2)
    await client.close()
  })

  it.each([
    [503, { success: false }],
    [429, {}],
    [422, { success: false, error_code: 'JOURNEY_INCOMPLETE' }],
  ])('is believed when it says %i and the process lives on', async (status, body) => {
    await using upstream = await openUpstream((response) => sendJson(response, body, status))
    const client = clientOf(upstream)
    await codeOf(client.fetchAaBsaStatements(HANDLE, signal))
    expect(upstream.seen).toHaveLength(1)
    await client.close()
  })
})

describe('a start', () => {
  it('has a socket of its own, and is never repeated', async () => {
    await using upstream = await openUpstream((response, { url }) =>
      sendJson(response, url.endsWith('init') ? { client_id: FOREIGN } : recordedFor('aa-bsa-status.observed')),
    )
    const client = clientOf(upstream)
    await client.fetchAaBsaStatus(HANDLE, signal)
    const start = { mobile: new PersonalNumber('9876543210'), consentType: 'LOAN_UNDERWRITING' } as const
    await client.fetchAaBsaStart(
      { ...start, redirectUrl: 'https://a.example', webhookUrl: 'https://a.example' },
      signal,
    )
    await codeOf(client.fetchItrStart({ username: new Secret('A'), password: new Secret('b') }, signal))
    expect([upstream.seen.length, upstream.sockets.size]).toEqual([3, 3])
    await client.close()
  })
})

describe('an answer that nobody asked for', () => {
  it('ends the idle socket it lies on, and reaches nobody', async () => {
    const sockets: Socket[] = []
    // By hand: an HTTP server would not send it.
    const server = createServer((socket) => {
      sockets.push(socket)
      socket.on('error', () => {})
      socket.on('data', (bytes) => {
        const handle = /client_id=([\w-]+)/.exec(String(bytes))?.[1] ?? ''
        socket.write(toHttp(statementOf(handle)), () => setImmediate(() => socket.write(toHttp(statementOf(FOREIGN)))))
      })
    }).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const { port } = server.address() as AddressInfo // it listens on TCP
    const client = clientOf({ url: `http://127.0.0.1:${port}` })
    for (let call = 0; call < 50; call += 1) {
      const handle = `aabsa_mock_${call}` as Handle // as if a start had given it
      expect(await holderOf(client, handle)).toBe(handle)
    }
    expect(sockets.length).toBeGreaterThan(10)
    await client.close()
    server.close()
  })
})

function toHttp(body: object): string {
  const text = JSON.stringify(body)
  return `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${text.length}\r\n\r\n${text}`
}
