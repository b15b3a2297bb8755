/** The knobs over HTTP, the consent page, and the webhooks. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, test } from 'vitest'
import { ask, finished, type Json, openStill, read } from './support.ts'

describe('control over HTTP', () => {
  test('sets and lifts faults, moves the clock, turns the dialect, seeds a journey', async () => {
    await using sandbox = await openStill()
    const seeded = await ask(sandbox, 'POST', '/sandbox/seed', { persona: 'salaried-clean', kind: 'ITR' })
    const path = `/itr-analyzer/status?job_id=${seeded.json().handle}`
    expect((await read(sandbox, path)).status).toBe('processing')
    await ask(sandbox, 'POST', '/sandbox/clock', { advanceMs: 45_000 })
    expect((await read(sandbox, path)).status).toBe('completed')
    await ask(sandbox, 'POST', '/sandbox/dialect', { dialect: 'documented' })
    expect((await ask(sandbox, 'GET', path)).json().data.status).toBe('completed')
    await ask(sandbox, 'POST', '/sandbox/faults', { match: 'itr.status', kind: 'server-error' })
    expect((await ask(sandbox, 'GET', path)).status).toBe(503)
    await ask(sandbox, 'DELETE', '/sandbox/faults')
    expect((await ask(sandbox, 'GET', path)).status).toBe(200)
    expect((await ask(sandbox, 'GET', '/sandbox/calls')).json()).toMatchObject({ count: 5 })
  })

  test('refuses what it does not know, and a body a foreign page could send', async () => {
    await using sandbox = await openStill()
    const statuses: number[] = []
    for (const [path, body] of [
      ['/sandbox/dialect', { dialect: 'latin' }],
      ['/sandbox/settings', { colour: 'red' }],
      ['/sandbox/faults', { match: 'itr', kind: 'explode' }],
      ['/sandbox/clock', { advanceMs: -1 }],
      ['/sandbox/seed', { persona: 'nobody', kind: 'ITR' }],
      ['/sandbox/elsewhere', {}],
    ] as const) {
      statuses.push((await ask(sandbox, 'POST', path, body)).status)
    }
    expect(statuses).toEqual([400, 400, 400, 400, 400, 404])
    const plain = await ask(sandbox, 'POST', '/sandbox/clock', '{"advanceMs":1}', { 'content-type': 'text/plain' })
    expect(plain.status).toBe(415)
    expect(sandbox.settings.dialect).toBe('observed')
  })
})

describe('the consent page', () => {
  const begin = async (sandbox: Awaited<ReturnType<typeof openStill>>): Promise<{ id: string; page: string }> => {
    const body = { mobile_number: '9000000008', redirect_url: 'http://127.0.0.1/back?a="b"' }
    const { data } = (await ask(sandbox, 'POST', '/aa-bsa-journey/init', body)).json()
    return { id: data.client_id, page: new URL(data.journey_url).pathname }
  }
  const form = { 'content-type': 'application/x-www-form-urlencoded' }

  test('lets the borrower who never answers approve, and the journey completes from there', async () => {
    await using sandbox = await openStill()
    const { id, page } = await begin(sandbox)
    sandbox.clock.advance(600_000)
    const shown = await ask(sandbox, 'GET', page)
    expect(shown.text).toContain('value="approve"')
    const answered = await ask(sandbox, 'POST', page, 'decision=approve', form)
    expect(answered.text).toContain('href="http://127.0.0.1/back?a=&quot;b&quot;"')
    const path = `/aa-bsa-journey/status?client_id=${id}`
    expect((await read(sandbox, path, 'documented')).data.status).toBe('consent_granted')
    sandbox.clock.advance(80_000)
    expect((await read(sandbox, path, 'documented')).data.status).toBe('analysis_complete')
  })

  test('lets the borrower decline, once', async () => {
    await using sandbox = await openStill()
    const { id, page } = await begin(sandbox)
    sandbox.clock.advance(5_000)
    await ask(sandbox, 'POST', page, 'decision=decline', form)
    await ask(sandbox, 'POST', page, 'decision=approve', form)
    sandbox.clock.advance(80_000)
    const { data } = await read(sandbox, `/aa-bsa-journey/status?client_id=${id}`, 'documented')
    expect(data.status).toBe('consent_denied')
  })

  test('does not exist for other ids', async () => {
    await using sandbox = await openStill()
    expect((await ask(sandbox, 'GET', `/consent/${finished(sandbox, 'salaried-clean', 'ITR')}`)).status).toBe(404)
  })
})

describe('webhooks', () => {
  const openReceiver = async (): Promise<{ url: string; got: Json[] } & AsyncDisposable> => {
    const got: Json[] = []
    const server = createServer((request, response) => {
      let text = ''
      request.on('data', (chunk) => {
        text += chunk
      })
      request.on('end', () => {
        got.push(JSON.parse(text))
        response.end()
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo // A TCP server that listens has one.
    const dispose = (): Promise<void> => new Promise((resolve) => server.close(() => resolve()))
    return { url: `http://127.0.0.1:${port}/hook`, got, [Symbol.asyncDispose]: dispose }
  }
  const begin = async (sandbox: Awaited<ReturnType<typeof openStill>>, webhook_url: string): Promise<string> =>
    (await ask(sandbox, 'POST', '/aa-bsa-journey/init', { mobile_number: '9000000001', webhook_url })).json().data
      .client_id

  test('tell each change of status, once', async () => {
    await using receiver = await openReceiver()
    await using sandbox = await openStill({ dialect: 'documented' })
    const client_id = await begin(sandbox, receiver.url)
    for (const [position, status] of ['consent_pending', 'consent_granted', 'data_fetched'].entries()) {
      sandbox.clock.advance([10_000, 30_000, 20_000][position] ?? 0)
      await expect.poll(() => receiver.got.length).toBe(position + 1)
      expect(receiver.got[position]).toMatchObject({ client_id, status })
    }
    sandbox.clock.advance(60_000)
    await expect.poll(() => receiver.got.length).toBe(4)
    expect(receiver.got[3].status).toBe('analysis_complete')
  })

  test('come twice or not at all when told to', async () => {
    await using receiver = await openReceiver()
    await using sandbox = await openStill({ webhooks: 'drop' })
    await begin(sandbox, receiver.url)
    sandbox.clock.advance(10_000)
    sandbox.configure({ webhooks: 'duplicate' })
    sandbox.clock.advance(30_000)
    await expect.poll(() => receiver.got.length).toBe(2)
    expect(receiver.got[0]).toEqual(receiver.got[1])
    expect(receiver.got[0].updated_at).toBe('2026-11-20T06:30:40.000000')
  })

  test('move by the clock alone, without anybody looking', async () => {
    await using receiver = await openReceiver()
    await using sandbox = await openStill({ now: Date.now, timeScale: 200 })
    await begin(sandbox, receiver.url)
    await expect.poll(() => receiver.got.at(-1)?.status, { timeout: 3000 }).toBe('completed')
  })
})
