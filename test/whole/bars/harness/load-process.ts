/**
 * A generator of load in a process of its own. Open: requests begin when they are due, however the earlier ones fare, and
 * their time counts from then. Closed: so many callers, each of whom begins again when it is answered.
 */
import { percentile } from './bar.ts'
import { answerParent } from './answer.ts'
import { openRawConnection, type RawAnswer, type RawConnection } from './raw-connection.ts'

export interface LoadTarget {
  readonly port: number
  readonly headers: Readonly<Record<string, string>>
  /** Sent in turn. */
  readonly bodies: readonly string[]
}
export type Load = { readonly seconds: number } & ({ readonly perSecond: number } | { readonly callers: number })
export interface LoadFigures {
  readonly sent: number
  /** Answered with data and no errors, in time. */
  readonly good: number
  readonly goodPerSecond: number
  /** Answered so, in time or not. */
  readonly acceptedP50Ms: number
  readonly acceptedP99Ms: number
  readonly acceptedMostMs: number
  /** Refused with 503 and `Retry-After`. */
  readonly refused: number
  readonly refusedP99Ms: number
  /** Everything else, by what it was. */
  readonly others: Readonly<Record<string, number>>
  /** Of what was due in each second: the 99th percentile of what was accepted. */
  readonly p99MsBySecond: readonly number[]
  /** How late this generator itself was, at the most. */
  readonly lateMs: number
  readonly connections: number
}

/** Whoever waits longer than this has gone. */
const IN_TIME_MS = 2_000
/** Beyond these a request waits here for a connection; its time runs all the same. */
const MOST_CONNECTIONS = 4_000
const PATIENCE_MS = 8_000

interface Asked {
  readonly dueAt: number
  readonly onEnd: () => void
}

let requests: readonly Buffer[] = []
let port = 0
let number = 0
const idle: RawConnection[] = []
const open = new Set<RawConnection>()
let waiting: Asked[] = []

function setTarget(target: LoadTarget): void {
  port = target.port
  const lines = Object.entries(target.headers).map(([name, value]) => `${name}: ${value}\r\n`)
  const head = `POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n${lines.join('')}`
  requests = target.bodies.map((body) =>
    Buffer.from(`${head}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`),
  )
}

function createTally(seconds: number) {
  const accepted: number[] = []
  const refused: number[] = []
  const others: Record<string, number> = {}
  const bySecond: number[][] = Array.from({ length: Math.ceil(seconds) }, () => [])
  let good = 0
  const count = (what: string): void => void (others[what] = (others[what] ?? 0) + 1)
  return {
    count,
    take({ status, isTold, hasErrors, code }: RawAnswer, tookMs: number, second: number): void {
      if (status === 200 && !hasErrors) {
        accepted.push(tookMs)
        bySecond[second]?.push(tookMs)
        if (tookMs <= IN_TIME_MS) good += 1
      } else if (status === 503 && isTold) refused.push(tookMs)
      else count(`status ${status} ${code ?? ''}`.trimEnd())
    },
    toFigures: (sent: number, lateMs: number): LoadFigures => ({
      sent,
      good,
      goodPerSecond: good / seconds,
      acceptedP50Ms: percentile(accepted, 0.5),
      acceptedP99Ms: percentile(accepted, 0.99),
      acceptedMostMs: Math.max(0, ...accepted.toSorted((a, b) => b - a).slice(0, 1)),
      refused: refused.length,
      refusedP99Ms: refused.length === 0 ? 0 : percentile(refused, 0.99),
      others,
      p99MsBySecond: bySecond.map((times) => percentile(times, 0.99)),
      lateMs,
      connections: open.size,
    }),
  }
}

async function run(load: Load): Promise<LoadFigures> {
  const tally = createTally(load.seconds)
  const beganAt = performance.now()
  const endsAt = beganAt + load.seconds * 1_000
  let [sent, lateMs, isOver] = [0, 0, false]
  const unanswered = new Set<Asked>()
  const allAnswered = Promise.withResolvers<void>()

  function ask(dueAt: number, onEnd: () => void): void {
    sent += 1
    const asked: Asked = { dueAt, onEnd }
    unanswered.add(asked)
    const connection = takeConnection()
    if (connection === null) waiting.push(asked)
    else send(connection, asked)
  }
  function send(connection: RawConnection, asked: Asked): void {
    const request = requests[(number += 1) % requests.length]
    if (request === undefined) throw new Error('there is nothing to send')
    connection.send(request, (answer) => {
      if (!connection.isOpen) open.delete(connection)
      const isCounted = unanswered.delete(asked) && !isOver
      if (isCounted) tally.take(answer, performance.now() - asked.dueAt, Math.floor((asked.dueAt - beganAt) / 1_000))
      const next = waiting.shift()
      const free = connection.isOpen ? connection : next === undefined ? null : takeConnection()
      if (next !== undefined && free !== null) send(free, next)
      else if (next !== undefined) waiting.unshift(next)
      else if (free !== null) idle.push(free)
      if (isCounted) asked.onEnd()
      if (unanswered.size === 0 && performance.now() > endsAt) allAnswered.resolve()
    })
  }
  const again = (): void => {
    const now = performance.now()
    if (now < endsAt) ask(now, again)
  }
  if ('callers' in load) for (let caller = 0; caller < load.callers; caller += 1) ask(beganAt, again)
  else {
    const dueOf = (index: number): number => beganAt + (index * 1_000) / load.perSecond
    while (dueOf(sent) < endsAt) {
      const now = performance.now()
      while (dueOf(sent) <= now && dueOf(sent) < endsAt) {
        lateMs = Math.max(lateMs, now - dueOf(sent))
        ask(dueOf(sent), () => undefined)
      }
      await new Promise((resolve) => setTimeout(resolve, 1))
    }
  }
  const patience = setTimeout(allAnswered.resolve, endsAt - performance.now() + PATIENCE_MS)
  if (unanswered.size > 0 || performance.now() < endsAt) await allAnswered.promise
  clearTimeout(patience)
  isOver = true
  for (const _ of unanswered) tally.count('unanswered')
  if (unanswered.size > 0) forgetConnections()
  return tally.toFigures(sent, lateMs)
}

function takeConnection(): RawConnection | null {
  for (let found = idle.pop(); found !== undefined; found = idle.pop()) {
    if (found.isOpen) return found
    open.delete(found)
  }
  if (open.size >= MOST_CONNECTIONS) return null
  const opened = openRawConnection(port)
  open.add(opened)
  return opened
}

/** What is still under way there would come in the way of the next run. */
function forgetConnections(): void {
  waiting = []
  for (const connection of open) connection.destroy()
  open.clear()
  idle.length = 0
}

answerParent({}, { setTarget, run })
