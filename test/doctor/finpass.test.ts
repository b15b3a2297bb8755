/** What the doctor finds out about Finpass, on the stand-in for it and on servers that are none. */
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { examineFinpassClock } from '../../src/doctor/clock.ts'
import { examineFinpass, type FinpassAccess } from '../../src/doctor/finpass.ts'
import { createSystemClock } from '../../src/platform/clock.ts'
import { openSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts'
import { createNotebook, type Notebook } from './support.ts'

async function examine(access: Partial<FinpassAccess> & { readonly baseUrl: string }): Promise<Notebook> {
  const notebook = createNotebook()
  const known = { apiKey: 'sandbox-key', apiSecret: 'sandbox-secret', itrMethod: 'auto' } as const
  await examineFinpass(notebook.findings, { ...known, ...access })
  const all = JSON.stringify(notebook)
  expect(all).not.toContain('sandbox-key')
  expect(all).not.toContain('sandbox-secret')
  return notebook
}

async function examineSandbox(sandbox: Sandbox, access: Partial<FinpassAccess> = {}): Promise<Notebook> {
  return examine({ baseUrl: sandbox.url, ...access })
}

async function openServer(listener: RequestListener) {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // listening on TCP
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

it('finds a Finpass that takes the credentials, by status calls that start nothing', async () => {
  await using sandbox = await openSandbox()
  const { lines, fixes } = await examineSandbox(sandbox)
  expect(lines).toEqual([
    `ok Finpass: ${sandbox.url} answers`,
    'ok Finpass method: serves ITR status by GET with a body and POST (FINPASS_ITR_METHOD=auto)',
    'ok Finpass access: takes the credentials for ITR_ANALYZER',
    'ok Finpass dialect: documented (error_code)',
    'ok Finpass access: takes the credentials for AA_BSA_JOURNEY',
  ])
  expect(fixes).toEqual([])
  expect(sandbox.calls.list().map(({ operation }) => operation)).toEqual(['itr.status', 'itr.status', 'aa-bsa.status'])
})

it('finds that the credentials are refused', async () => {
  await using sandbox = await openSandbox()
  const { lines, fixes } = await examineSandbox(sandbox, { apiSecret: 'another' })
  expect(lines).toContain('fail Finpass access: refuses the credentials (HTTP 401)')
  expect(fixes.join()).toContain('FINPASS_API_KEY and FINPASS_API_SECRET')
})

it.each([
  [404, 'auto', 'ok Finpass method: serves ITR status by POST (FINPASS_ITR_METHOD=auto)'],
  [405, 'POST', 'ok Finpass method: serves ITR status by POST (FINPASS_ITR_METHOD=POST)'],
  [405, 'GET', 'fail Finpass method: serves ITR status by POST only'],
] as const)('tells which method is served where GET gives %i and %s is set', async (refusal, itrMethod, line) => {
  await using sandbox = await openSandbox({ itrMethods: { GET: refusal, POST: 'accept' } })
  const { lines } = await examineSandbox(sandbox, { itrMethod })
  expect(lines).toContain(line)
  expect(lines).toContain('ok Finpass access: takes the credentials for ITR_ANALYZER')
})

it('finds a Finpass that is asked too often, and one that is down', async () => {
  await using sandbox = await openSandbox()
  sandbox.faults.set({ match: '*', kind: 'too-many-requests', times: 3 })
  expect((await examineSandbox(sandbox)).lines.join('\n')).toContain(
    'warn Finpass access: says that it is asked too often',
  )
  sandbox.faults.set({ match: '*', kind: 'server-error', times: 3 })
  expect((await examineSandbox(sandbox)).lines.join('\n')).toContain(
    'fail Finpass access: cannot answer now (HTTP 503)',
  )
})

it('says what stands in the way when nobody answers, nothing is there, or it is no Finpass', async () => {
  const gone = await openServer(() => undefined)
  await gone[Symbol.asyncDispose]()
  const refused = await examine({ baseUrl: gone.url })
  expect(refused.lines).toEqual([`fail Finpass: ${gone.url} cannot be asked (FINPASS_UNREACHABLE, ECONNREFUSED)`])
  await using silent = await openServer(() => undefined)
  const late = await examine({ baseUrl: silent.url, deadlineMs: 100 })
  expect(late.lines[0]).toContain('FINPASS_TIMEOUT')
  await using page = await openServer((_request, response) => response.end('<html>'))
  const foreign = await examine({ baseUrl: page.url })
  expect(foreign.lines[0]).toContain('FINPASS_SHAPE')
  expect(foreign.fixes[0]).toContain('no JSON')
  await using empty = await openServer((_request, response) => response.writeHead(404).end())
  expect((await examine({ baseUrl: empty.url })).lines).toContain(
    'fail Finpass method: serves ITR status neither by GET nor by POST',
  )
})

it.each([
  [0, "ok Clock: agrees with Finpass's"],
  [-12_000, "warn Clock: is 12 s ahead of Finpass's"],
  [60_000, "fail Clock: is 60 s behind Finpass's"],
])('compares the clock with a Finpass that is %i ms off, without credentials', async (offMs, line) => {
  const asked: unknown[] = []
  await using server = await openServer(({ method, headers }, response) => {
    asked.push(method, headers['x-api-key'])
    response.writeHead(200, { date: new Date(Date.now() + offMs).toUTCString() }).end()
  })
  const notebook = createNotebook()
  await examineFinpassClock(notebook.findings, server.url, createSystemClock())
  // The header counts whole seconds.
  expect(notebook.lines).toEqual([expect.stringMatching(line.replace(/\d+ s/, '(?:\\d|1[123]|59|6[01]) s'))])
  expect(asked).toEqual(['HEAD', undefined])
})
