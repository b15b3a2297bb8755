/** What one connection can send too much of: frames, pieces of messages, pings, messages, headers. */
import { setTimeout as wait } from 'node:timers/promises'
import type { Cluster } from './cluster.ts'
import { openRawSockets } from './raw-sockets.ts'
import { openRudeSocket, type RudeSocket } from './rude-socket.ts'

/** Looks at the gateway's memory. */
export type Weigh = () => Promise<void>

/** Frames, pieces, pings and messages that are too many or too large; headers too. */
export async function speakTooMuch(cluster: Cluster, weigh: Weigh) {
  const { first } = cluster
  const { authorization } = await cluster.headers('rude')
  const open = (): Promise<RudeSocket> => openRudeSocket(first.url, authorization)

  const large = await open()
  const frame = Buffer.alloc(50_000_000, 'x')
  // Who is still writing when it is closed does not hear the code, so the gateway's own word counts.
  const closedWith = await openClosingReader(cluster)
  large.socket.send(frame)
  const sentAt = Date.now()
  await large.untilClosed(10_000)
  const largeFrame = await closedWith()
  await weigh()

  const pieces = await open()
  for (let index = 0; index < 20_000 && pieces.closing === null; index += 1) {
    pieces.socket.send('', { fin: false })
    if (index % 500 === 0) await wait(5)
  }
  await pieces.untilClosed(5_000)
  const fragments = await closedWith()

  const pings = await open()
  const pingFloodsLeft = (await flood(pings, () => pings.socket.ping())) ? 0 : 1
  await closedWith()
  const messages = await open()
  await flood(messages, () => messages.send({ type: 'ping' }))
  const messageFlood = await closedWith()
  await weigh()

  const headers = openRawSockets({
    port: first.port,
    count: 1,
    first: `GET /livez HTTP/1.1\r\nhost: localhost\r\nx-large: ${'x'.repeat(17_000)}\r\n\r\n`,
  })
  await headers.untilClosed(5_000)
  headers.leave()
  return {
    largeFrameCode: largeFrame.code,
    largeFrameMs: Math.max(0, largeFrame.at - sentAt),
    fragmentsCode: fragments.code,
    pingFloodsLeft,
    messageFloodCode: messageFlood.code,
    largeHeaderRefused: headers.heads.get('HTTP/1.1 431') ?? 0,
  }
}

/** Gives what the gateway has closed a WebSocket with since it was last asked; 0 when it has not. */
async function openClosingReader({
  first,
}: Cluster): Promise<() => Promise<{ readonly code: number; readonly at: number }>> {
  // Written down from the first time of asking on.
  await first.closings()
  const since = Date.now()
  let known = 0
  return async () => {
    const closings = (await first.closings()).filter(({ transport, at }) => transport === 'ws' && at >= since)
    const [closing] = closings.slice(known)
    known = closings.length
    return { code: closing?.code ?? 0, at: closing?.at ?? Number.POSITIVE_INFINITY }
  }
}

/** Ten thousand in a second, for two seconds at most; gives whether it was cut off. */
async function flood(rude: RudeSocket, send: () => void): Promise<boolean> {
  for (let turn = 0; turn < 200 && rude.closing === null; turn += 1) {
    for (let index = 0; index < 100 && rude.socket.readyState === rude.socket.OPEN; index += 1) send()
    await wait(10)
  }
  const isCut = (await rude.untilClosed(5_000)) !== null
  rude.socket.terminate()
  return isCut
}
