/**
 * Fills Node's compile cache, so that a start need not compile (`NODE_COMPILE_CACHE` names its folder): a gateway is opened, used
 * once and closed, since only code that has run is kept. For building an image; it needs no configuration and leaves nothing else.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { flushCompileCache } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseConfig, showProblems } from '../config/config.ts'
import { openGateway } from '../gateway/gateway.ts'
import { createSystemClock } from '../platform/clock.ts'
import { createLog } from '../platform/log.ts'

const dataDir = await mkdtemp(join(tmpdir(), 'finpass-graph-compile-'))
const result = parseConfig({
  NODE_ENV: 'production',
  AUTH: 'off',
  DOCUMENTS: 'any',
  DRAIN_MS: '0',
  PORT: '0',
  METRICS_PORT: '0',
  DATA_DIR: dataDir,
})
if ('problems' in result) throw new Error(showProblems(result.problems))
const gateway = await openGateway({
  config: result.config,
  clock: createSystemClock(),
  log: createLog({ level: 'error' }),
})
const answer = await fetch(`${gateway.url}/graphql`, {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ query: '{ viewer { tenant } applicants(first: 1) { totalCount } }' }),
})
if (!answer.ok) throw new Error(`the gateway answered ${answer.status}`)
await answer.text()
flushCompileCache()
await gateway.close()
await rm(dataDir, { recursive: true, force: true })
