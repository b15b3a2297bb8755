/** All examinations of one environment, in the order in which somebody would mend what they find. */
import type { Config } from '../config/config.ts'
import type { Clock } from '../platform/clock.ts'
import { fetchKeySet } from '../server/caller/key-set.ts'
import { examineFinpassClock } from './clock.ts'
import { examineDataDir } from './data-dir.ts'
import type { Findings } from './finding.ts'
import { examineFinpass } from './finpass.ts'
import { examineRedis } from './redis.ts'
import { examineCallers, examineDocuments, examineKeys, examineOrigins } from './setting.ts'

export interface Examined {
  readonly config: Config
  readonly clock: Clock
  readonly schemaFolder: string
}

/** Starts nothing, bills nothing and listens on nothing; may run beside the gateway. Never rejects. */
export async function examine(findings: Findings, { config, clock, schemaFolder }: Examined): Promise<void> {
  const { upstream, itrMethod, redisUrl, dataDir, authentication } = config
  if (upstream.kind === 'sandbox')
    findings.ok('Finpass', 'not asked: without credentials the embedded sandbox stands in')
  else {
    await examineFinpass(findings, { ...upstream, itrMethod, clock })
    await examineFinpassClock(findings, upstream.baseUrl, clock)
  }
  if (redisUrl === null) await examineDataDir(findings, dataDir)
  else await examineRedis(findings, redisUrl, clock)
  examineCallers(findings, config)
  if (authentication.kind === 'jwks') await examineKeySet(findings, authentication.url)
  examineOrigins(findings, config)
  await examineKeys(findings, config)
  await examineDocuments(findings, schemaFolder, config)
}

async function examineKeySet(findings: Findings, url: string): Promise<void> {
  try {
    const { keys } = await fetchKeySet(url)
    if (keys.length > 0) return findings.ok('Key set', `${keys.length} keys at ${new URL(url).origin}`)
    findings.fail(
      'Key set',
      'is empty: no token can be checked',
      'See whether AUTH_JWKS_URL is the address of the issuer.',
    )
  } catch {
    const fix = 'Look at AUTH_JWKS_URL, and at what lets this machine out to it.'
    findings.fail('Key set', `cannot be fetched from ${new URL(url).origin}`, fix)
  }
}
