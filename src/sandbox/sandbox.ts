/**
 * The public door: a stand-in for Finpass on a port of its own. It imports nothing of the gateway, so it cannot share
 * the gateway's mistakes. Journeys follow from their ids and the clock; only consent clicks, faults, settings and the
 * journal live in memory.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createClock } from './clock.ts'
import type { Dialect, Session, Settings } from './context.ts'
import type { Controlled } from './control.ts'
import { createSwitchboard, type FaultSwitchboard } from './fault.ts'
import { type JourneyKind, mintHandle } from './handle.ts'
import { type CallJournal, createJournal } from './journal.ts'
import { personaByKey } from './persona-of.ts'
import { serve } from './serve.ts'
import { changeSettings, createSettings } from './settings.ts'
import type { Decision } from './timeline.ts'
import { createWebhookSender } from './webhook.ts'

/** How to open one; the settings can be changed later as well. */
export interface SandboxOptions extends Partial<Settings> {
  /** @default 127.0.0.1 */
  readonly host?: string
  /** @default 0, any free one */
  readonly port?: number
  /** 1: journeys take as long as Finpass's; 60: a minute of theirs passes in a second. @default 1 */
  readonly timeScale?: number
  /** @default Date.now */
  readonly now?: () => number
  /** @default sandbox-key */
  readonly apiKey?: string
  /** @default sandbox-secret */
  readonly apiSecret?: string
}

/** A running sandbox. */
export interface Sandbox {
  readonly url: string
  readonly apiKey: string
  readonly apiSecret: string
  /** `advance` moves every journey by that much journey time. */
  readonly clock: { advance(ms: number): void; now(): number }
  readonly settings: Readonly<Settings>
  setDialect(dialect: Dialect): void
  /** Turns the named knobs; throws `TypeError` on an unknown one. */
  configure(change: Partial<Settings>): void
  readonly faults: FaultSwitchboard
  readonly calls: CallJournal
  /** The id of a journey begun that long ago; throws `TypeError` for an unknown persona or kind. */
  seed(persona: string, kind: JourneyKind, startedAgoMs: number): string
  /** Ends the server and every socket, hung ones too. Safe to call twice. */
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

const KINDS: readonly JourneyKind[] = ['ITR', 'AA_BSA', 'ACCOUNT_AGGREGATOR', 'BANK_STATEMENT']

/** Starts a sandbox and resolves once it listens; rejects when the port is taken or an option is unknown. */
export async function openSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { host = '127.0.0.1', port = 0, timeScale = 1, now = Date.now, ...knobs } = options
  const { apiKey = 'sandbox-key', apiSecret = 'sandbox-secret', ...change } = knobs
  const settings = createSettings()
  changeSettings(settings, change)
  const clock = createClock(now, timeScale)
  const faults = createSwitchboard()
  const calls = createJournal()
  const decisions = new Map<string, Decision>()
  const sessions = new Map<string, Session>()
  const webhooks = createWebhookSender(clock, settings, decisions)
  const closing = new AbortController()
  let url = ''

  const controlled: Controlled = {
    clock: {
      advance(ms) {
        clock.advance(ms)
        webhooks.look()
      },
      now: () => clock.now(),
    },
    settings,
    faults,
    calls,
    configure: (wanted) => changeSettings(settings, wanted),
    seed(key, kind, startedAgoMs) {
      const persona = personaByKey(key)
      if (persona === null) throw new TypeError(`no such persona: ${key}`)
      if (!KINDS.includes(kind)) throw new TypeError(`a journey's kind is one of ${KINDS.join(', ')}`)
      const subject = kind === 'ITR' ? persona.pan : persona.mobile
      const purpose = kind === 'BANK_STATEMENT' ? 'f' : 'u'
      return mintHandle(kind, subject, clock.now() - startedAgoMs, { purpose })
    },
  }
  const context = {
    clock,
    settings,
    apiKey,
    apiSecret,
    decisions,
    sessions,
    baseUrl: () => url,
    watch: webhooks.watch,
  }
  const served = {
    context,
    controlled,
    take: faults.take,
    record: calls.add,
    afterChange: webhooks.look,
    signal: closing.signal,
  }

  const server = createServer((request, response) => {
    serve(request, response, served).catch(() => response.destroy())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  const { port: boundPort } = server.address() as AddressInfo // A TCP server that listens has one.
  url = `http://${host.includes(':') ? `[${host}]` : host}:${boundPort}`

  const close = async (): Promise<void> => {
    closing.abort()
    webhooks.close()
    if (!server.listening) return
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    server.closeAllConnections()
    await closed
  }
  return {
    ...controlled,
    url,
    apiKey,
    apiSecret,
    setDialect: (dialect) => changeSettings(settings, { dialect }),
    close,
    [Symbol.asyncDispose]: close,
  }
}
