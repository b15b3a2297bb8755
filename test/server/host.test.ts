/** Addresses that no client sends by mistake: refused before anything is made of them. */
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, it } from 'vitest'
import { openTestGateway } from '../support/gateway.ts'

it.for(['[', 'a b', 'x:99999', '%00', 'x:abc'])('answers 400 and nothing more to the host %s', async (host) => {
  await using test = await openTestGateway()
  const socket = connect(Number(new URL(test.gateway.url).port), '127.0.0.1')
  socket.end(`OPTIONS /graphql HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)
  const answer = await text(socket)
  expect(answer).toMatch(/^HTTP\/1\.1 400 /)
  expect(answer).not.toMatch(/Error|node_modules|\.ts|\.js/)
})
