/**
 * HTTP callers at a steady rate, whatever the answers: keep-alive connections as a backend for frontends has them, no retries.
 * Everything but a 200 without errors is a failure.
 */
import { Agent, request } from 'node:http'
import { nowMs } from './subscriber.ts'

export interface HttpLoad extends AsyncDisposable {
  readonly sent: number
  readonly failed: number
  /** What went wrong, and how often. */
  readonly failures: ReadonlyMap<string, number>
  /** Sends no more; resolves once everything is answered. */
  stop(): Promise<void>
}

export interface HttpLoadOptions {
  readonly url: string
  readonly perSecond: number
  readonly headers: Readonly<Record<string, string>>
  /** Body of the next request. */
  readonly toBody: (number: number) => string
  /** Told of every answer; status 0 when there was none. */
  readonly onAnswer?: (answer: TimedAnswer) => void
}

export interface TimedAnswer extends Posted {
  readonly number: number
  /** Milliseconds since 1970. */
  readonly sentAt: number
  readonly tookMs: number
}

export interface Posted {
  readonly status: number
  readonly text: string
}

const PATIENCE_MS = 30_000
/** As load balancers have it; docs/deploying.md asks for it. Without one, Node's agent does not heed what the gateway says. */
const KEPT_MS = 60_000

/** Posts a GraphQL request; rejects when the connection breaks or nothing comes for 30 s. */
export function post(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  agent: Agent | false = false,
): Promise<Posted> {
  return new Promise((resolve, reject) => {
    const asked = request(
      `${url}/graphql`,
      {
        method: 'POST',
        agent,
        timeout: PATIENCE_MS,
        headers: { ...headers, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
      },
      (response) => {
        let text = ''
        response.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk
        })
        response.on('error', reject)
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text }))
      },
    )
    asked.on('timeout', () => asked.destroy(new Error('timeout')))
    asked.on('error', reject)
    asked.end(body)
  })
}

export function openHttpLoad({ url, perSecond, headers, toBody, onAnswer }: HttpLoadOptions): HttpLoad {
  const agent = new Agent({ keepAlive: true, timeout: KEPT_MS })
  const failures = new Map<string, number>()
  const open = new Set<Promise<void>>()
  const beganAt = performance.now()
  let sent = 0

  function fail(what: string): void {
    failures.set(what, (failures.get(what) ?? 0) + 1)
  }
  function send(): void {
    const number = sent
    const sentAt = nowMs()
    const tell = (posted: Posted): void => onAnswer?.({ ...posted, number, sentAt, tookMs: nowMs() - sentAt })
    const answer: Promise<void> = post(url, headers, toBody(sent), agent)
      .then(
        (posted) => {
          const { status, text } = posted
          tell(posted)
          if (status !== 200) fail(`status ${status}`)
          else if (!text.startsWith('{"data":') || text.includes('"errors"'))
            fail(/"code":"(\w+)"/.exec(text)?.[1] ?? 'no data')
        },
        (thrown: unknown) => {
          tell({ status: 0, text: String(thrown) })
          fail(thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'broken')
        },
      )
      .finally(() => open.delete(answer))
    open.add(answer)
    sent += 1
  }
  const timer = setInterval(() => {
    const due = ((performance.now() - beganAt) / 1000) * perSecond
    while (sent < due) send()
  }, 5)

  async function stop(): Promise<void> {
    clearInterval(timer)
    await Promise.all(open)
    agent.destroy()
  }
  return {
    get sent() {
      return sent
    },
    get failed() {
      return [...failures.values()].reduce((total, count) => total + count, 0)
    },
    failures,
    stop,
    [Symbol.asyncDispose]: stop,
  }
}
