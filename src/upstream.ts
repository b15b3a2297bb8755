/** What the gateway asks: Finpass, or the sandbox in its place. */
import type { Config } from './config.ts'
import { createFinpassClient } from './finpass/client.ts'
import type { FinpassClient } from './finpass/contract.ts'
import type { Clock } from './platform/clock.ts'
import { Secret } from './platform/secret.ts'
import { openSandbox, type Sandbox } from './sandbox/sandbox.ts'
import type { Tuning } from './tuning.ts'

/** Ten ports above the gateway, so that consent links keep working after a restart; any free one when that is taken. */
export async function openSandboxNear({ port }: Config): Promise<Sandbox> {
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

/** The client of Finpass itself, or of the sandbox that stands in for it. */
export function createClient(
  { upstream, itrMethod }: Config,
  sandbox: Sandbox | null,
  clock: Clock,
  tuning: Tuning,
): FinpassClient {
  const finpass = upstream.kind === 'finpass' ? upstream : sandbox && { ...sandbox, baseUrl: sandbox.url }
  if (finpass === null) throw new Error('there is neither Finpass nor a sandbox')
  const { baseUrl, apiKey, apiSecret } = finpass
  return createFinpassClient({
    baseUrl,
    apiKey: new Secret(apiKey),
    apiSecret: new Secret(apiSecret),
    itrMethod,
    clock,
    ...tuning,
  })
}
