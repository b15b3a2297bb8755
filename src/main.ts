/** The gateway as a process: reads the environment, opens the gateway, says where it is, and drains when told to stop. */
import { type Config, parseConfig, showProblems } from './config/config.ts'
import { type Gateway, openGateway } from './gateway/gateway.ts'
import { createSystemClock } from './platform/clock.ts'
import { createLog } from './platform/log.ts'
import { keepRequestsYoung } from './platform/young-heap.ts'

/** An orchestrator that asked nicely is about to kill; better to leave by ourselves. Known before anybody can ask. */
const LONGEST_STOP_MS = 24_000

const result = parseConfig(process.env)
if ('problems' in result) {
  console.error(showProblems(result.problems))
  process.exit(1)
}
const { config } = result
keepRequestsYoung()
const clock = createSystemClock()
const log = createLog({ level: config.logLevel })
const gateway = await openGateway({ config, clock, log }).catch((thrown: unknown) => {
  console.error(toStartProblem(thrown, config))
  process.exit(1)
})
gateway.metrics.watchProcess()
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, stop)
if (gateway.sandbox !== null) {
  const { seedDemo } = await import('./gateway/demo.ts')
  await seedDemo({ ...gateway, sandbox: gateway.sandbox, clock, pollIntervalMs: config.pollIntervalMs }).catch(
    // Another process of the fleet may be adding the same people at this moment.
    (thrown: unknown) => log.warn('demo applicants are not complete', { errorName: toErrorName(thrown) }),
  )
}
console.log(toBanner(config, gateway))

function toErrorName(thrown: unknown): string {
  return thrown instanceof Error ? thrown.name : 'unknown'
}

/** What keeps the gateway from starting, for the person who starts it. */
function toStartProblem(thrown: unknown, { host, port, dataDir, redisUrl, metrics }: Config): string {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : null
  if (thrown instanceof Error && 'port' in thrown && thrown.port === metrics.port && metrics.port !== port) {
    return `The page of metrics cannot be had at ${metrics.host}:${metrics.port}: set METRICS_PORT or METRICS_HOST.`
  }
  if (code === 'EADDRINUSE') {
    const folder = redisUrl === null ? `, and DATA_DIR as well if a gateway that runs there keeps ${dataDir}` : ''
    return `Port ${port} is taken: set PORT to another one${folder}.`
  }
  if (code === 'EACCES')
    return `Not allowed to listen on ${host}:${port} or to write to ${dataDir}: set PORT or DATA_DIR.`
  if (code === 'EEXIST' || code === 'ENOTDIR') return `DATA_DIR ${dataDir} is not a folder.`
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return `HOST ${host} is no address of this machine.`
  if (code === 'STORE_HELD') {
    return `STORE_HELD: another gateway keeps its store in DATA_DIR ${dataDir}. Stop it, or set DATA_DIR to a folder of its own; several gateways on one store need REDIS_URL.`
  }
  if (code === 'STORE_UNAVAILABLE') {
    return redisUrl === null
      ? `The store under ${dataDir} cannot be opened: set DATA_DIR, or move it away.`
      : 'Redis at REDIS_URL cannot be reached, or refuses the login in it.'
  }
  return `The gateway cannot start: ${thrown instanceof Error ? thrown.message : 'unknown reason'}`
}

function stop(): void {
  setTimeout(() => {
    log.error('stop took too long')
    process.exit(1)
  }, LONGEST_STOP_MS).unref()
  gateway.close().then(
    () => process.exit(0),
    (thrown: unknown) => {
      log.error('defect', {}, thrown)
      process.exit(1)
    },
  )
}

function toBanner(config: Config, { url, sandbox, metricsUrl }: Gateway): string {
  const { isProduction, upstream, authentication, redisUrl, dataDir, host, documents } = config
  const isOpen = authentication.kind === 'off'
  const lines = [
    'finpass-graph is ready.',
    `  GraphQL    ${url}/graphql`,
    ...(sandbox === null || isProduction ? [] : [`  Demo app   ${url}/  (open it in a browser)`]),
    `  GraphiQL   ${isProduction ? 'off (NODE_ENV=production)' : `${url}/graphql  (open it in a browser)`}`,
    ...(isProduction ? [] : [`  Docs       ${url}/docs/`]),
    `  Upstream   ${toUpstream(upstream, sandbox)}`,
    `  Store      ${redisUrl === null ? `embedded, in ${dataDir}` : 'Redis'}`,
    `  Documents  ${documents === 'any' ? 'any' : 'trusted ones only (DOCUMENTS=any runs every one)'}`,
    `  Metrics    ${metricsUrl ?? 'off (METRICS_PORT=off)'}`,
    `  Callers    ${isOpen ? 'everybody, with all rights (AUTH=off, sandbox only)' : 'need a token'}`,
  ]
  if (isOpen && !/^(127\.|localhost$|::1$)/.test(host)) {
    lines.push('  Mind that HOST lets everybody on the network in, and AUTH is off.')
  }
  if (sandbox !== null) {
    lines.push(
      '  To use Finpass itself set FINPASS_API_KEY, FINPASS_API_SECRET, PUBLIC_URL, SEALING_KEYS, and AUTH_JWT_SECRET or AUTH_JWKS_URL.',
    )
  }
  return lines.join('\n')
}

function toUpstream(upstream: Config['upstream'], sandbox: Gateway['sandbox']): string {
  if (upstream.kind === 'finpass') return upstream.baseUrl
  return `the embedded sandbox at ${sandbox?.url ?? ''}: made-up people, no real data`
}
