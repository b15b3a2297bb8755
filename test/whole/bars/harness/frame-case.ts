/**
 * graphql-transport-ws frame by frame, without a client that could be kind: what is sent to a gateway that speaks it wrongly,
 * oddly or too much, and what it must do. Each case gives null when it holds, else what happened instead.
 */
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { WebSocket } from 'ws'

export interface FrameTarget {
  readonly url: string
  readonly authorization: string
  /** A journey that goes on, to be followed. */
  readonly journeyId: string
}
export interface FrameCase {
  readonly name: string
  run(target: FrameTarget): Promise<string | null>
}

interface Message {
  readonly id?: string
  readonly type: string
  readonly payload?: unknown
}
interface Line extends AsyncDisposable {
  readonly heard: readonly Message[]
  /** What it was closed with; null when it is still open after a while. */
  closed(withinMs?: number): Promise<number | null>
  say(message: unknown): void
  send(data: string | Buffer): void
  hear(isIt: (message: Message) => boolean): Promise<Message | null>
}

const SPOKEN = 'graphql-transport-ws'
const PATIENCE_MS = 5_000
/** Just above what is allowed: of much more, the rest would be reset under the close code. */
const LARGE_BYTES = 70_000
const VIEWER = '{ viewer { tenant } }'

/** Another protocol is offered as a bare header, so that the client does not insist on it; null offers none. */
async function open({ url }: FrameTarget, protocol: string | null = SPOKEN): Promise<Line> {
  const headers = protocol === null || protocol === SPOKEN ? {} : { 'sec-websocket-protocol': protocol }
  const protocols = protocol === SPOKEN ? [SPOKEN] : []
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, protocols, { headers })
  const heard: Message[] = []
  let code: number | null = null
  socket.on('error', () => undefined)
  socket.on('message', (data: Buffer) => heard.push(JSON.parse(data.toString()) as Message)) // the protocol's own
  socket.once('close', (closedWith) => {
    code = closedWith
  })
  await once(socket, 'open')
  async function until<Value>(find: () => Value | null | undefined, withinMs = PATIENCE_MS): Promise<Value | null> {
    const beganAt = performance.now()
    for (;;) {
      const found = find()
      if (found != null) return found
      if (performance.now() - beganAt > withinMs) return null
      await wait(5)
    }
  }
  return {
    heard,
    closed: (withinMs) => until(() => code, withinMs),
    say: (message) => socket.send(JSON.stringify(message)),
    send: (data) => socket.send(data),
    hear: (isIt) => until(() => heard.find(isIt)),
    async [Symbol.asyncDispose]() {
      socket.terminate()
    },
  }
}

async function openReady(target: FrameTarget): Promise<Line> {
  const line = await open(target)
  line.say({ type: 'connection_init', payload: { Authorization: target.authorization } })
  if ((await line.hear(({ type }) => type === 'connection_ack')) === null) throw new Error('was not let in')
  return line
}

const toSubscribe = (id: string, query: string) => ({ id, type: 'subscribe', payload: { query } })
const toWatch = (id: string, { journeyId }: FrameTarget) =>
  toSubscribe(id, `subscription { journeyStatusChanged(journeyId: "${journeyId}") { sequence } }`)

/** A socket that was let in says this, and must be closed so. */
function closes(name: string, code: number, ...data: readonly (string | object)[]): FrameCase {
  return {
    name,
    async run(target) {
      await using line = await openReady(target)
      for (const each of data) line.send(typeof each === 'string' ? each : JSON.stringify(each))
      return judge(await line.closed(), code)
    },
  }
}

function judge(got: unknown, wanted: unknown): string | null {
  return got === wanted ? null : `${JSON.stringify(got)} instead of ${JSON.stringify(wanted)}`
}

/** A protocol that is not spoken here: the line is let in, and closed with what stock clients understand. */
function refuses(name: string, protocol: string | null): FrameCase {
  return {
    name,
    async run(target) {
      await using line = await open(target, protocol)
      return judge(await line.closed(), 4406)
    },
  }
}

export const FRAME_CASES: readonly FrameCase[] = [
  closes('4400 for what is no JSON', 4400, '{'),
  closes('4400 for a type nobody knows', 4400, { type: 'unheard-of' }),
  closes('4400 for a subscription without a document', 4400, { id: '1', type: 'subscribe', payload: {} }),
  {
    name: '4401 for a subscription before it was let in',
    async run(target) {
      await using line = await open(target)
      line.say(toWatch('1', target))
      return judge([await line.closed(), line.heard.length].join(), '4401,0')
    },
  },
  {
    name: '4403 for a token that does not hold',
    async run(target) {
      await using line = await open(target)
      line.say({ type: 'connection_init', payload: { Authorization: `${target.authorization}x` } })
      return judge([await line.closed(), line.heard.length].join(), '4403,0')
    },
  },
  refuses('4406 for a protocol of the past', 'graphql-ws'),
  refuses('4406 for no protocol at all', null),
  {
    name: '4408 for a line that does not introduce itself',
    async run(target) {
      await using line = await open(target)
      return judge(await line.closed(), 4408)
    },
  },
  {
    name: '4409 for an id that is in use',
    async run(target) {
      await using line = await openReady(target)
      line.say(toWatch('same', target))
      await line.hear(({ type }) => type === 'next')
      line.say(toWatch('same', target))
      return judge(await line.closed(), 4409)
    },
  },
  closes('4429 for a second introduction', 4429, { type: 'connection_init' }),
  closes('1009 for a frame that is too large', 1009, toSubscribe('1', `${VIEWER} # ${'x'.repeat(LARGE_BYTES)}`)),
  {
    name: 'a ping is answered with its payload, an unasked pong is let pass',
    async run(target) {
      await using line = await openReady(target)
      line.say({ type: 'pong', payload: { unasked: true } })
      line.say({ type: 'ping', payload: { mark: 'm-1', deep: [1] } })
      const pong = await line.hear(({ type }) => type === 'pong')
      return judge(JSON.stringify(pong?.payload), '{"mark":"m-1","deep":[1]}')
    },
  },
  {
    name: 'an error ends its operation without a complete, and its id is free again',
    async run(target) {
      await using line = await openReady(target)
      line.say(toSubscribe('1', '{ nothingOfTheKind }'))
      await line.hear(({ type }) => type === 'error')
      await wait(100)
      line.say(toSubscribe('1', VIEWER))
      await line.hear(({ type }) => type === 'complete')
      const types = line.heard.map(({ type }) => type).join()
      return judge(types, 'connection_ack,error,next,complete')
    },
  },
  {
    name: 'a binary frame is read as the text in it',
    async run(target) {
      await using line = await openReady(target)
      line.send(Buffer.from(JSON.stringify(toSubscribe('1', VIEWER))))
      return judge((await line.hear(({ type }) => type === 'next'))?.id, '1')
    },
  },
]
