/** The demo app over HTTP: at the root beside the sandbox, under a strict policy, and nowhere in production. */
import { expect, it } from 'vitest'
import { openTestGateway } from '../support/gateway.ts'
import { TOKEN_ENVIRONMENT } from '../support/token.ts'

it('is at the root of a gateway on the sandbox, with everything that it loads', async () => {
  await using test = await openTestGateway()
  const page = await fetch(test.gateway.url)
  expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
  const html = await page.text()
  const loaded = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address = '']) => address)
  expect(loaded).toEqual(expect.arrayContaining(['/app/app.js', '/app/page.css', '/app/icon.svg']))
  for (const address of loaded) {
    const file = await fetch(test.gateway.url + address)
    expect([address, file.status]).toEqual([address, 200])
    await file.body?.cancel()
  }
})

it('allows its own files and nothing else: no inline script, no other host, no frame', async () => {
  await using test = await openTestGateway()
  const page = await fetch(test.gateway.url)
  const policy = page.headers.get('content-security-policy') ?? ''
  expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'")
  expect(policy).toContain("frame-ancestors 'none'")
  expect(policy).not.toMatch(/unsafe|http|\*/)
  expect(await page.text()).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=/)
})

it('is sent compressed, and not again to a browser that has it', async () => {
  await using test = await openTestGateway()
  const url = `${test.gateway.url}/app/app.js`
  const first = await fetch(url, { headers: { 'accept-encoding': 'gzip' } })
  expect(first.headers.get('content-encoding')).toBe('gzip')
  expect(Number(first.headers.get('content-length'))).toBeLessThan(150_000)
  await first.body?.cancel()
  const second = await fetch(url, { headers: { 'if-none-match': first.headers.get('etag') ?? '' } })
  expect([second.status, await second.text()]).toEqual([304, ''])
})

it('takes GET alone, and knows no other files', async () => {
  await using test = await openTestGateway()
  const posted = await fetch(test.gateway.url, { method: 'POST', body: '{}' })
  expect(posted.status).toBe(405)
  for (const path of ['/app/', '/app/page.html', '/app/..%2Fvite.config.ts', '/app/../../package.json']) {
    expect([path, (await fetch(test.gateway.url + path)).status]).toEqual([path, 404])
  }
})

it.each([{ AUTH: 'off' }, TOKEN_ENVIRONMENT])(
  'is not there in production, nor are its people: %#',
  async (environment) => {
    await using test = await openTestGateway({ ...environment, NODE_ENV: 'production' })
    const root = await fetch(test.gateway.url)
    expect([root.status, await root.text()]).toEqual([200, 'Thank you. You can close this page.\n'])
    for (const path of ['/app/app.js', '/sandbox/cast', '/sandbox/role-token?role=auditor', '/sandbox/clock']) {
      expect([path, (await fetch(test.gateway.url + path)).status]).toEqual([path, 404])
    }
  },
)

it('lets time pass for whoever may, and for no page of another origin', async () => {
  await using test = await openTestGateway()
  const before = test.sandbox.clock.now()
  const pass = (body: string, headers: Record<string, string> = {}) =>
    fetch(`${test.gateway.url}/sandbox/clock`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    })
  expect((await pass('{"advanceMs":60000}')).status).toBe(200)
  const after = test.sandbox.clock.now()
  expect(after - before).toBeGreaterThanOrEqual(60_000)
  const refused = await Promise.all([
    pass('{"advanceMs":60000}', { origin: 'https://evil.example' }),
    pass('{"advanceMs":60000}', { 'content-type': 'text/plain' }),
    pass('{"advanceMs":-1}'),
    pass('{"advanceMs":1e12}'),
    pass('{'),
  ])
  expect(refused.map(({ status }) => status)).toEqual([403, 415, 400, 400, 400])
  expect(test.sandbox.clock.now() - after).toBeLessThan(50_000)
})
