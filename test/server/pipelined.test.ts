/** Callers who send many requests on one connection, or read none of their answers: what they hold costs nobody else. */
import { connect, type Socket } from 'node:net'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { openTestGateway, type TestGateway } from '../support/gateway.ts'
import { TOKEN_ENVIRONMENT, tokenHeaders } from '../support/token.ts'

let test: TestGateway
let authorization: string
const open: Socket[] = []
beforeAll(async () => {
  test = await openTestGateway(
    { ...TOKEN_ENVIRONMENT, LIMIT_OPERATIONS: '4', REPORT_CACHE_MS: '0' },
    { tuning: { stallMs: 400 } },
  )
  ;({ authorization } = await tokenHeaders())
})
afterEach(() => {
  for (const socket of open.splice(0)) socket.destroy()
  test.sandbox.faults.clear()
})
afterAll(() => test[Symbol.asyncDispose]())

function reach(): Socket {
  const socket = connect(Number(new URL(test.gateway.url).port), '127.0.0.1')
  socket.on('error', () => undefined)
  open.push(socket)
  return socket
}

function toPost(body: object, token = ''): string {
  const text = JSON.stringify(body)
  const lines = [
    'POST /graphql HTTP/1.1',
    'host: localhost',
    'content-type: application/json',
    `content-length: ${text.length}`,
    ...(token === '' ? [] : [`authorization: ${token}`]),
  ]
  return `${lines.join('\r\n')}\r\n\r\n${text}`
}

const WHO = '{ viewer { subject } }'

it('keeps no place for answers that wait behind a slow one, be they refusals or not', async () => {
  const id = await test.seed('salaried-clean', ['ITR'])
  test.sandbox.faults.set({ match: 'itr.data', kind: 'latency', ms: 5_000 })
  const socket = reach()
  const query = 'query ($id: ID!) { applicant(id: $id) { itrFilings { id } } }'
  socket.write(toPost({ query, variables: { id } }, authorization))
  await expect.poll(() => test.sandbox.calls.count(), { interval: 5 }).toBe(1)
  for (let time = 0; time < 4; time += 1) socket.write(toPost({ query: WHO }))
  for (let time = 0; time < 4; time += 1) socket.write(toPost({ query: WHO }, authorization))
  const ask = async (): Promise<number> => (await test.ask(WHO, {}, { authorization })).status
  await expect.poll(ask, { interval: 20, timeout: 2_000 }).toBe(200)
  // They are all there by now; each time somebody else is let in.
  for (let time = 0; time < 3; time += 1) expect(await ask()).toBe(200)
  expect(test.sandbox.calls.count()).toBe(1)
})

it.each(['text/html', 'application/json'])(
  'cuts whoever reads nothing of answers as %s that were sent whole',
  async (accept) => {
    const socket = reach()
    socket.pause()
    const request = `GET /graphql HTTP/1.1\r\nhost: localhost\r\naccept: ${accept}\r\n\r\n`
    // The page has megabytes; of refusals it takes many to fill what the system keeps.
    socket.write(request.repeat(accept === 'text/html' ? 2 : 20_000))
    // A paused socket does not see its end, but what it writes is then refused; before, it keeps nobody waiting.
    const poking = setInterval(() => socket.write('\r\n'), 50)
    await expect.poll(() => socket.destroyed, { timeout: 5_000 }).toBe(true)
    clearInterval(poking)
  },
)
