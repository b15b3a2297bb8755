/** What the gateway asks: Finpass, or the sandbox in its place. */
import type { Config } from '../config/config.ts'
import { createFinpassClient } from '../finpass/client.ts'
import type { FinpassClient } from '../finpass/contract.ts'
import { type FleetCounter, openFleetShare } from '../finpass/traffic/fleet-share.ts'
import type { TrafficObserver } from '../finpass/traffic/observer.ts'
import { createPacer } from '../finpass/traffic/pacer.ts'
import { createTraffic } from '../finpass/traffic/traffic.ts'
import type { Clock } from '../platform/clock.ts'
import { Secret } from '../platform/secret.ts'
import type { Sandbox } from '../sandbox/sandbox.ts'
import { toBodyBytes } from './sizing.ts'
import type { Tuning } from './tuning.ts'

/** Ten ports above the gateway, so that consent links keep working after a restart; any free one when that is taken. */
export async function openSandboxNear({ port }: Config): Promise<Sandbox> {
  // Beside Finpass itself it is not even loaded.
  const { openSandbox } = await import('../sandbox/sandbox.ts')
  if (port === 0 || port > 65_525) return openSandbox()
  return openSandbox({ port: port + 10 }).catch(() => openSandbox())
}

/** Where a link of Finpass's may lead: what the operator allows, Finpass itself when that is left open; the sandbox's own besides. */
export function toLinkOrigins({ upstream, allowedLinkOrigins }: Config, sandbox: Sandbox | null): readonly string[] {
  if (sandbox !== null) return [...(allowedLinkOrigins ?? []), new URL(sandbox.url).origin]
  if (allowedLinkOrigins !== null) return allowedLinkOrigins
  return [...DOCUMENTED_ORIGINS, ...(upstream.kind === 'finpass' ? [new URL(upstream.baseUrl).origin] : [])]
}

/** The hosts that Finpass's documentation names as its own. It shows no consent page's address. */
const DOCUMENTED_ORIGINS = ['https://finpass.ai', 'https://api.finpass.ai']

export interface ClientOptions {
  readonly config: Config
  /** Null when Finpass itself is asked. */
  readonly sandbox: Sandbox | null
  readonly clock: Clock
  /** Where the processes of a fleet tell one another how much they want. */
  readonly counter: FleetCounter
  readonly tuning: Tuning
  /** @default tells nobody */
  readonly observer?: TrafficObserver
}

/** The client of Finpass itself, or of the sandbox that stands in for it. */
export function openClient({ config, sandbox, clock, counter, tuning, observer }: ClientOptions): FinpassClient {
  const { upstream, itrMethod, finpassMaxRps: mostPerSecond, pollsPerSecond } = config
  const finpass = upstream.kind === 'finpass' ? upstream : sandbox && { ...sandbox, baseUrl: sandbox.url }
  if (finpass === null) throw new Error('there is neither Finpass nor a sandbox')
  const { baseUrl, apiKey, apiSecret } = finpass
  const pacer = createPacer({ clock, mostPerSecond, pollsPerSecond })
  const gates = tuning.connections === undefined ? {} : { mostUnderWay: tuning.connections }
  const traffic = createTraffic({
    clock,
    pacer,
    ...gates,
    ...tuning.traffic,
    ...(tuning.deadlineMs === undefined ? {} : { deadlineMs: tuning.deadlineMs }),
    ...(observer === undefined ? {} : { observer }),
  })
  // One process alone has all of it.
  const share =
    mostPerSecond === null || config.redisUrl === null ? null : openFleetShare({ counter, clock, pacer, mostPerSecond })
  const client = createFinpassClient({
    baseUrl,
    apiKey: new Secret(apiKey),
    apiSecret: new Secret(apiSecret),
    itrMethod,
    clock,
    maxBodyBytes: toBodyBytes(),
    ...tuning,
    traffic,
  })
  return {
    ...client,
    async close() {
      share?.close()
      await client.close()
    },
  }
}

/** Looks that one process alone may have under way, so that those of a second fit; the pacer spreads them over it. */
export function toParallel({ pollsPerSecond }: Config): number {
  return Math.min(Math.max(pollsPerSecond, 8), 64)
}
