/**
 * Where Finpass calls when a journey has moved. The call is not signed, so it is a hint and no more: its body is not
 * read, and all it can do is bring the next look at one journey forward. Whoever forges one causes a look; whoever
 * suppresses all of them delays things by one interval.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Instant } from '../domain/date.ts'
import { isTerminal, type Journey } from '../domain/journey.ts'
import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import type { Store } from '../store/store.ts'

export interface WebhookOptions {
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
  /** Calls a second that are looked up at all; the rest is told to come back. @default 200 */
  readonly mostPerSecond?: number
  /** Told how each call was answered. */
  readonly onCall?: (outcome: WebhookOutcome) => void
  /** The journey is due at `at`. */
  onNudge(journey: Journey, at: Instant): void
}

/** `accepted`: brought a look forward; `ended`: of a journey that is over. */
export type WebhookOutcome =
  | 'accepted'
  | 'ended'
  | 'unknown'
  | 'unavailable'
  | 'too_many'
  | 'too_large'
  | 'wrong_method'

/** Answers a call to `/webhooks/finpass/{token}`. */
export type WebhookReceiver = (request: IncomingMessage, response: ServerResponse, token: string) => Promise<void>

const LARGEST_BODY_BYTES = 64 * 1024

export function createWebhookReceiver(options: WebhookOptions): WebhookReceiver {
  const { store, clock, log, onNudge, onCall, mostPerSecond = 200 } = options
  let second = 0
  let calls = 0

  /** Guessing tokens and hammering the store stop here. */
  function isTooMany(): boolean {
    const now = Math.floor(clock.now() / 1000)
    if (now !== second) calls = 0
    second = now
    calls += 1
    return calls > mostPerSecond
  }

  async function nudge(token: string): Promise<'accepted' | 'ended' | 'unknown'> {
    const journey = /^[\w-]{16,100}$/.test(token) ? await store.readJourneyByWebhook(token) : null
    if (journey === null) return 'unknown'
    if (isTerminal(journey.status)) return 'ended'
    const at = await store.bringForward(journey.tenant, journey.id, clock.now())
    if (at !== null) onNudge(journey, at)
    log.debug('webhook', { journeyId: journey.id, kind: journey.kind })
    return 'accepted'
  }

  return async (request, response, token) => {
    if (request.method !== 'POST') {
      onCall?.('wrong_method')
      return answer(response, 405, { allow: 'POST' })
    }
    if (Number(request.headers['content-length'] ?? 0) > LARGEST_BODY_BYTES) {
      onCall?.('too_large')
      return refuseBody(request, response)
    }
    if (isTooMany()) {
      onCall?.('too_many')
      return answer(response, 429, { 'retry-after': '1' })
    }
    let bytes = 0
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes > LARGEST_BODY_BYTES) refuseBody(request, response)
    })
    const outcome = await nudge(token).catch(() => 'unavailable' as const)
    onCall?.(response.headersSent ? 'too_large' : outcome)
    if (response.headersSent) return
    // A store that is away: Finpass may call again, and the next look comes by itself.
    if (outcome === 'unavailable') answer(response, 503, { 'retry-after': '5' })
    else answer(response, outcome === 'unknown' ? 404 : 204)
  }
}

function refuseBody(request: IncomingMessage, response: ServerResponse): void {
  if (!response.headersSent) answer(response, 413, { connection: 'close' })
  request.destroy()
}

function answer(response: ServerResponse, status: number, headers: Record<string, string> = {}): void {
  const body = status === 204 ? '' : `${TEXTS[status] ?? 'refused'}\n`
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', ...headers }).end(body)
}

/** The same words as of every other path, so that a wrong token looks like no such path. */
const TEXTS: Readonly<Record<number, string>> = {
  404: 'not found',
  405: 'use POST',
  413: 'too large',
  429: 'too many',
  503: 'not now',
}
