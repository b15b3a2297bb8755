/** A connection that waits for its next request: closed by whoever is before the gateway, not by the gateway. */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { expect, it } from 'vitest'
import { openTestGateway } from '../support/gateway.ts'

/** What load balancers keep a connection for by themselves. */
const USUAL_SECONDS = 60

it('keeps a connection for longer than load balancers do, and says so', async () => {
  await using test = await openTestGateway()
  const answer = await fetch(`${test.gateway.url}/livez`)
  expect(await answer.text()).toBe('ok\n')
  expect(answer.headers.get('connection')).toBe('keep-alive')
  const [, seconds] = /^timeout=(\d+)$/.exec(answer.headers.get('keep-alive') ?? '') ?? []
  expect(Number(seconds)).toBeGreaterThan(USUAL_SECONDS)
})

it('keeps no more than a hundred that long, and has room again when they have gone', async () => {
  await using test = await openTestGateway()
  const port = Number(new URL(test.gateway.url).port)
  const ask = async (socket: Socket): Promise<number> => {
    socket.write('GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n')
    const [head] = await once(socket, 'data')
    return Number(/keep-alive: timeout=(\d+)/i.exec(String(head))?.[1])
  }
  const sockets = Array.from({ length: 120 }, () => connect(port, '127.0.0.1'))
  const kept: number[] = []
  for (const socket of sockets) kept.push(await ask(socket))
  expect(kept.filter((seconds) => seconds > USUAL_SECONDS)).toHaveLength(100)
  const [first, ...others] = sockets
  for (const socket of others) socket.destroy()
  await expect.poll(() => first && ask(first)).toBe(75)
})

it('does not let a connection that is kept hold up its end', async () => {
  const test = await openTestGateway()
  const socket = connect(Number(new URL(test.gateway.url).port), '127.0.0.1')
  socket.write('GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n')
  await new Promise((resolve) => socket.once('data', resolve))
  const closed = new Promise((resolve) => socket.resume().once('close', resolve))
  await test[Symbol.asyncDispose]()
  await expect(closed).resolves.toBe(false)
})
