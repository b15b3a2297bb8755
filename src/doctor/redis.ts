/** Is Redis there, is it one the store can rely on, and will it keep what it is given? Reads only. */
import type { Clock } from '../platform/clock.ts'
import { createRedisConnection, endConnection, whenReady } from '../store/redis-connection.ts'
import { tellSkew } from './clock.ts'
import type { Findings } from './finding.ts'

const LEAST_VERSION = [6, 2] as const
const NOTED_ROUND_TRIP_MS = 20

/** Never rejects, and never tells the address with its login. `waitMs` is how long Redis may take to be there. */
export async function examineRedis(findings: Findings, url: string, clock: Clock, waitMs = 3_000): Promise<void> {
  const { host, hostname, protocol } = new URL(url)
  const redis = createRedisConnection({ url, commandTimeoutMs: 3_000 })
  try {
    await whenReady(redis, waitMs)
    const askedAt = performance.now()
    const [seconds, micros] = (await redis.time()).map(Number)
    const roundTripMs = performance.now() - askedAt
    const theirs = (seconds ?? 0) * 1_000 + (micros ?? 0) / 1_000
    const info = parseInfo(await redis.info())
    // Managed services forbid it; then it cannot be told.
    const fsync = await redis.config('GET', 'appendfsync').then(readSecond, () => null)
    findings.ok('Redis', `${host} answers, version ${info.redis_version ?? 'unknown'}`)
    if (roundTripMs > NOTED_ROUND_TRIP_MS) {
      const what = `takes ${Math.round(roundTripMs)} ms for one answer`
      findings.warn('Redis', what, 'Put it near the gateway: every request waits for it more than once.')
    }
    tellVersion(findings, info)
    tellPersistence(findings, info, fsync)
    tellSkew(findings, 'that of Redis', clock.now() - roundTripMs / 2 - theirs)
    if (protocol === 'redis:' && !isNear(hostname)) {
      const what = 'is spoken to in clear over the network'
      findings.warn('Redis', what, 'Use rediss:// where the network is not your own alone.')
    }
  } catch (thrown) {
    const why = thrown instanceof Error && thrown.cause instanceof Error ? thrown.cause.message : ''
    if (/NOAUTH|WRONGPASS|invalid password|NOPERM/i.test(why)) {
      findings.fail(
        'Redis',
        `${host} refuses the login`,
        'Set user and password in REDIS_URL: redis://user:password@host.',
      )
    } else {
      findings.fail(
        'Redis',
        `${host} cannot be reached`,
        'Look at REDIS_URL, and whether Redis runs and lets this machine in.',
      )
    }
  } finally {
    endConnection(redis)
  }
}

function tellVersion(findings: Findings, info: Readonly<Record<string, string>>): void {
  const [major = 0, minor = 0] = (info.redis_version ?? '').split('.').map(Number)
  const isOld = major < LEAST_VERSION[0] || (major === LEAST_VERSION[0] && minor < LEAST_VERSION[1])
  const wanted = LEAST_VERSION.join('.')
  if (isOld) findings.fail('Redis', `is older than ${wanted}`, `Use Redis ${wanted} or newer.`)
  if (info.role !== undefined && info.role !== 'master') {
    findings.fail('Redis', 'is a replica, which cannot be written to', 'Let REDIS_URL name the primary.')
  }
  if (info.cluster_enabled === '1') {
    findings.fail(
      'Redis',
      'is a cluster, whose keys lie apart',
      'Use a single primary: scripts need all keys in one place.',
    )
  }
}

function tellPersistence(findings: Findings, info: Readonly<Record<string, string>>, fsync: string | null): void {
  const policy = info.maxmemory_policy ?? 'unknown'
  if (policy === 'noeviction') findings.ok('Redis memory', 'evicts nothing')
  else
    findings.fail(
      'Redis memory',
      `evicts by ${policy}`,
      'Set maxmemory-policy noeviction: what is evicted here is lost.',
    )
  if (info.aof_enabled !== '1') {
    const fix = 'Set appendonly yes and appendfsync always.'
    return findings.fail('Redis persistence', 'keeps no append-only file: a restart loses journeys', fix)
  }
  if (fsync === null) {
    findings.warn(
      'Redis persistence',
      'does not tell how often it writes to disk',
      'Allow CONFIG GET; without it every restart of Redis counts as a loss, and clients are told to resync.',
    )
  } else if (fsync !== 'always') {
    findings.warn(
      'Redis persistence',
      `writes to disk ${fsync}: a crash may lose what was acknowledged`,
      'Set appendfsync always.',
    )
  } else findings.ok('Redis persistence', 'writes to disk before it acknowledges')
}

/** `name:value` lines. */
function parseInfo(text: string): Record<string, string> {
  const entries = text.split(/\r?\n/).flatMap((line) => {
    const colon = line.indexOf(':')
    return colon < 1 || line.startsWith('#') ? [] : [[line.slice(0, colon), line.slice(colon + 1)] as const]
  })
  return Object.fromEntries(entries)
}

function readSecond(reply: unknown): string | null {
  return Array.isArray(reply) && typeof reply[1] === 'string' ? reply[1] : null
}

/** This machine, or a name without a dot, as containers beside each other have. */
function isNear(hostname: string): boolean {
  return /^(?:localhost|127\..*|\[::1\]|[^.]+)$/.test(hostname)
}
