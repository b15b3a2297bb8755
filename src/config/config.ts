/**
 * The environment, read once at the edge: every problem is reported together, and a half-configured gateway is refused.
 * Without Finpass credentials the embedded sandbox is the upstream, and only then may authentication be off.
 */
import { z } from 'zod'
import { findContradictions } from './contradiction.ts'
import { parseLimits } from './limit.ts'
import {
  parseFiles,
  parseLinkOrigins,
  parseOrigins,
  parseRedirects,
  parseSealingKeys,
  toSafeUrl,
  trimSlash,
} from './list.ts'
import { parseTracing, type TracingTerms } from './tracing.ts'
import { type MetricsAddress, parseMetricsAddress } from './metrics.ts'
import type { Limits } from '../domain/limit.ts'
import { parseConsentDays } from './consent.ts'
import type { ConsentType } from '../domain/journey.ts'
import { DEFAULT_RETENTION_DAYS, type Retention, toRetention } from '../domain/retention.ts'
import type { ConsentTerms } from '../loaders/consent-guard.ts'
import type { SealingKey } from '../platform/seal.ts'

export type Upstream =
  | { readonly kind: 'sandbox' }
  | { readonly kind: 'finpass'; readonly baseUrl: string; readonly apiKey: string; readonly apiSecret: string }

export type Authentication =
  | { readonly kind: 'off' }
  | { readonly kind: 'jwt'; readonly secret: string; readonly issuer: string | null; readonly audience: string | null }
  /** The issuer's published keys: it may sign for others too, so whom a token is meant for is never left open. */
  | { readonly kind: 'jwks'; readonly url: string; readonly issuer: string; readonly audience: string }

export interface Config {
  readonly host: string
  readonly port: number
  /** Without a slash at the end; null until the port is known, when it was not given. */
  readonly publicUrl: string | null
  readonly isProduction: boolean
  readonly dataDir: string
  /** Null for one process with the embedded store. */
  readonly redisUrl: string | null
  readonly upstream: Upstream
  readonly itrMethod: 'auto' | 'GET' | 'POST'
  /** Empty: made and kept under `dataDir`. */
  readonly sealingKeys: readonly SealingKey[]
  readonly authentication: Authentication
  readonly allowedOrigins: readonly string[]
  /** Null: where Finpass itself is. */
  readonly allowedLinkOrigins: readonly string[] | null
  readonly redirects: ReadonlyMap<string, string>
  /** What may be run: registered documents only, or any. */
  readonly documents: 'trusted' | 'any'
  /** Files of trusted documents besides those in schema/documents. */
  readonly documentsFiles: readonly string[]
  readonly pollIntervalMs: number
  /** Calls to Finpass that the whole fleet makes in a second, at most; null for any number. */
  readonly finpassMaxRps: number | null
  /** Looks at journeys that the whole fleet begins in a second, at most. */
  readonly pollsPerSecond: number
  readonly reportCacheMs: number
  /** Null: a share of the memory that there is. */
  readonly reportCacheBytes: number | null
  readonly limits: Limits
  /** How long and how often a borrower's consent lets data be read. */
  readonly consent: ConsentTerms
  readonly retention: Retention
  /** How long requests are still taken after /readyz has begun to refuse. */
  readonly drainMs: number
  readonly metrics: MetricsAddress
  /** Null when traces have no place to go to. */
  readonly tracing: TracingTerms | null
  readonly logLevel: (typeof LOG_LEVELS)[number]
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

const wholeNumber = (least: number, most: number): z.ZodType<number, string> =>
  z
    .string()
    .regex(/^\d{1,9}$/, 'is not a whole number')
    .transform(Number)
    .refine((value) => value >= least && value <= most, `must be ${least} to ${most}`)

const address = z.string().refine((text) => toSafeUrl(text) !== null, 'must be an https URL (http on loopback only)')

/** Every variable but those that hold a list: those are read further down, so that all problems come together. */
const ENVIRONMENT = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: wholeNumber(0, 65_535).prefault('4000'),
  PUBLIC_URL: address.optional(),
  FINPASS_BASE_URL: address.default('https://api.finpass.ai'),
  FINPASS_API_KEY: z.string().optional(),
  FINPASS_API_SECRET: z.string().optional(),
  FINPASS_ITR_METHOD: z.enum(['auto', 'GET', 'POST'], 'must be auto, GET or POST').default('auto'),
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\/\S+$/, 'must be a redis:// or rediss:// URL')
    .optional(),
  DATA_DIR: z.string().default('.data'),
  AUTH: z.enum(['jwt', 'off'], 'must be jwt or off').optional(),
  AUTH_JWT_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
  AUTH_JWKS_URL: address.optional(),
  AUTH_ISSUER: z.string().optional(),
  AUTH_AUDIENCE: z.string().optional(),
  POLL_INTERVAL_MS: wholeNumber(100, 3_600_000).prefault('5000'),
  FINPASS_MAX_RPS: wholeNumber(1, 100_000).optional(),
  POLLS_PER_SECOND: wholeNumber(1, 10_000).prefault('50'),
  // A minute at most: that is how long an erasure may take to reach the memory of every process.
  REPORT_CACHE_MS: wholeNumber(0, 60_000).prefault('60000'),
  REPORT_CACHE_BYTES: wholeNumber(1_000_000, 999_999_999).optional(),
  CONSENT_READS_PER_DAY: wholeNumber(1, 1_000_000).prefault('200'),
  RETENTION_DAYS: wholeNumber(1, 3_650).prefault(String(DEFAULT_RETENTION_DAYS.records)),
  // Not less than a year and a day: a tombstone outlives the records of who read what.
  TOMBSTONE_DAYS: wholeNumber(366, 3_650).prefault(String(DEFAULT_RETENTION_DAYS.tombstones)),
  DRAIN_MS: wholeNumber(0, 20_000).optional(),
  DOCUMENTS: z.enum(['trusted', 'any'], 'must be trusted or any').optional(),
  LOG_LEVEL: z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`).default('info'),
  NODE_ENV: z.string().optional(),
})
type Environment = z.output<typeof ENVIRONMENT>

export type ConfigResult = { readonly config: Config } | { readonly problems: readonly string[] }

/** The problems of an environment, for whoever set it. */
export function showProblems(problems: readonly string[]): string {
  return ['The environment is not usable:', ...problems].join('\n  - ')
}

/** Reads the environment: a configuration, or every problem in it as a sentence that begins with the variable's name. */
export function parseConfig(environment: Readonly<Record<string, string | undefined>>): ConfigResult {
  // An empty variable is how shells and compose files leave one out.
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const parsed = ENVIRONMENT.safeParse(given)
  const problems = parsed.success ? [] : parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`)
  const sealingKeys = parseSealingKeys(given.SEALING_KEYS ?? '', problems)
  const redirects = parseRedirects(given.REDIRECTS ?? '', problems)
  const allowedOrigins = parseOrigins(given.ALLOWED_ORIGINS ?? '', problems)
  const documentsFiles = parseFiles(given.DOCUMENTS_FILES ?? '')
  const allowedLinkOrigins = parseLinkOrigins(given.ALLOWED_LINK_ORIGINS, problems)
  const limits = parseLimits(given, problems)
  const metrics = parseMetricsAddress(given, problems)
  const tracing = parseTracing(given, problems)
  const consentLife = parseConsentDays(given.CONSENT_DAYS ?? '', problems)
  problems.push(...findContradictions(given))
  if (!parsed.success || problems.length > 0) return { problems }
  const lists = { sealingKeys, redirects, allowedOrigins, allowedLinkOrigins, documentsFiles, limits, metrics, tracing }
  return { config: toConfig(parsed.data, lists, consentLife) }
}

function toConfig(
  environment: Environment,
  lists: Pick<
    Config,
    | 'sealingKeys'
    | 'redirects'
    | 'allowedOrigins'
    | 'allowedLinkOrigins'
    | 'documentsFiles'
    | 'limits'
    | 'metrics'
    | 'tracing'
  >,
  consentLife: Readonly<Record<ConsentType, number>>,
): Config {
  const { FINPASS_API_KEY: apiKey, FINPASS_API_SECRET: apiSecret } = environment
  const upstream: Upstream =
    apiKey === undefined || apiSecret === undefined
      ? { kind: 'sandbox' }
      : { kind: 'finpass', baseUrl: trimSlash(environment.FINPASS_BASE_URL), apiKey, apiSecret }
  const isProduction = environment.NODE_ENV === 'production'
  return {
    host: environment.HOST,
    port: environment.PORT,
    publicUrl: environment.PUBLIC_URL === undefined ? null : trimSlash(environment.PUBLIC_URL),
    isProduction,
    dataDir: environment.DATA_DIR,
    redisUrl: environment.REDIS_URL ?? null,
    upstream,
    itrMethod: environment.FINPASS_ITR_METHOD,
    authentication: toAuthentication(environment),
    pollIntervalMs: environment.POLL_INTERVAL_MS,
    finpassMaxRps: environment.FINPASS_MAX_RPS ?? null,
    pollsPerSecond: environment.POLLS_PER_SECOND,
    reportCacheMs: environment.REPORT_CACHE_MS,
    reportCacheBytes: environment.REPORT_CACHE_BYTES ?? null,
    consent: { lifeMs: consentLife, readsPerDay: environment.CONSENT_READS_PER_DAY },
    retention: toRetention({ records: environment.RETENTION_DAYS, tombstones: environment.TOMBSTONE_DAYS }),
    drainMs: environment.DRAIN_MS ?? (isProduction ? 2_000 : 0),
    documents: environment.DOCUMENTS ?? (isProduction ? 'trusted' : 'any'),
    logLevel: environment.LOG_LEVEL,
    ...lists,
  }
}

/** Contradictions have been refused by now: without a secret or a key set, everybody is meant to be let in. */
function toAuthentication(environment: Environment): Authentication {
  const {
    AUTH,
    AUTH_JWT_SECRET: secret,
    AUTH_JWKS_URL: url,
    AUTH_ISSUER: issuer,
    AUTH_AUDIENCE: audience,
  } = environment
  if (AUTH === 'off') return { kind: 'off' }
  if (secret !== undefined) return { kind: 'jwt', secret, issuer: issuer ?? null, audience: audience ?? null }
  if (url === undefined || issuer === undefined || audience === undefined) return { kind: 'off' }
  return { kind: 'jwks', url, issuer, audience }
}
