/**
 * Tells a journey's status changes to the address given at its start: best effort, no retries, loopback only, so that
 * a sandbox never speaks to the world. It looks at the clock a few times a second while anything is being watched.
 */
import { request } from 'node:http'
import { observedWord } from './aa-bsa-body.ts'
import { formatZoneless, type SandboxClock } from './clock.ts'
import { stagesOf } from './consent-stages.ts'
import type { Settings } from './context.ts'
import { readHandle } from './handle.ts'
import type { Decision } from './timeline.ts'

/** Who is told of changes, and when it looks for them. */
export interface WebhookSender {
  /** Tells the journey's changes from now on; an address that is not loopback is ignored. */
  watch(handle: string, url: string): void
  /** Looks at the clock at once, for when it was moved or a borrower decided. */
  look(): void
  close(): void
}

interface Watched {
  readonly handle: string
  readonly url: URL
  toldUpToMs: number
}

const LOOPBACK = ['127.0.0.1', '[::1]', 'localhost']
const TIMEOUT_MS = 5_000

/** A sender that reads the journeys' stages and the settings each time it looks. */
export function createWebhookSender(
  clock: SandboxClock,
  settings: Settings,
  decisions: ReadonlyMap<string, Decision>,
): WebhookSender {
  const watched = new Set<Watched>()
  const timers = new Set<NodeJS.Timeout>()
  let ticking: NodeJS.Timeout | null = null

  const deliver = (url: URL, body: string): void => {
    const outgoing = request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
      timeout: TIMEOUT_MS,
      agent: false,
    })
    outgoing.on('response', (response) => response.resume())
    outgoing.on('timeout', () => outgoing.destroy())
    // Best effort is the promise: a deaf receiver is the receiver's loss.
    outgoing.on('error', () => undefined)
    outgoing.on('socket', (socket) => socket.unref())
    outgoing.end(body)
  }

  const schedule = (url: URL, body: string): void => {
    if (settings.webhooks === 'drop') return
    const copies = settings.webhooks === 'duplicate' ? 2 : 1
    const timer = setTimeout(() => {
      timers.delete(timer)
      for (let copy = 0; copy < copies; copy += 1) deliver(url, body)
    }, settings.webhookDelayMs)
    timer.unref()
    timers.add(timer)
  }

  const look = (): void => {
    for (const one of watched) {
      const handle = readHandle(one.handle)
      if (handle === null) continue
      const stages = stagesOf(handle, decisions.get(one.handle) ?? null)
      const elapsedMs = clock.elapsedSince(handle.startedAt)
      for (const { atMs, word } of stages) {
        if (atMs <= one.toldUpToMs || atMs > elapsedMs) continue
        const status = settings.dialect === 'documented' ? word : observedWord(word)
        const updated_at = formatZoneless(clock.wallAfter(handle.startedAt, atMs))
        schedule(one.url, JSON.stringify({ event: 'status_changed', client_id: one.handle, status, updated_at }))
      }
      one.toldUpToMs = elapsedMs
      if ((stages.at(-1)?.atMs ?? 0) <= elapsedMs) watched.delete(one)
    }
    if (watched.size > 0 || ticking === null) return
    clearInterval(ticking)
    ticking = null
  }

  return {
    watch(handle, url) {
      const target = URL.canParse(url) ? new URL(url) : null
      if (target === null || target.protocol !== 'http:' || !LOOPBACK.includes(target.hostname)) return
      watched.add({ handle, url: target, toldUpToMs: 0 })
      if (ticking !== null) return
      // At scale 60 a stage may last a sixth of a second; at scale 1 nobody minds half a second.
      ticking = setInterval(look, Math.max(20, Math.min(500, 2000 / clock.timeScale)))
      ticking.unref()
    },
    look,
    close() {
      if (ticking !== null) clearInterval(ticking)
      for (const timer of timers) clearTimeout(timer)
      timers.clear()
      watched.clear()
    },
  }
}
