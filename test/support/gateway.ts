/**
 * A whole gateway for a test: real HTTP on a free port, real sandbox, embedded store in a directory of its own. Nothing
 * is seeded but what the test asks for. Disposed with `await using`.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseConfig } from '../../src/config/config.ts'
import { type DemoKind, seedApplicant, seedDemo, toDemoApplicant } from '../../src/gateway/demo.ts'
import { encodeGlobalId, type TenantId } from '../../src/domain/ids.ts'
import { type Gateway, openGateway } from '../../src/gateway/gateway.ts'
import { type Clock, createSystemClock } from '../../src/platform/clock.ts'
import { createLog } from '../../src/platform/log.ts'
import { PERSONAS } from '../../src/sandbox/personas.ts'
import type { Sandbox } from '../../src/sandbox/sandbox.ts'
import type { Tuning } from '../../src/gateway/tuning.ts'
import { PLAIN_TRAFFIC } from './plain-traffic.ts'

export interface GraphqlAnswer<Data = Record<string, never>> {
  readonly status: number
  readonly data: Data
  readonly errors: readonly {
    readonly message: string
    readonly path?: readonly (string | number)[]
    readonly extensions: {
      readonly code: string
      readonly advice?: string
      readonly requestId: string
      readonly retryable: boolean
      readonly retryAfter?: string
      readonly scope?: string
      readonly erasure?: { readonly receiptId: string; readonly erasedAt: string }
    }
  }[]
  /** The body as it was sent. */
  readonly text: string
}

export interface TestGateway extends AsyncDisposable {
  readonly gateway: Gateway
  /** Where it keeps its store and its sealing key. */
  readonly dataDir: string
  readonly sandbox: Sandbox
  /** Every line the gateway logged. */
  readonly logged: readonly string[]
  /** Keys of the personas that were seeded. */
  readonly personas: ReadonlySet<string>
  /** Adds a demo applicant with finished journeys to a tenant, the demo's when none is named; gives its global id. */
  seed(persona: string, kinds: readonly DemoKind[], tenant?: string): Promise<string>
  /** Adds every demo applicant, as a gateway on the sandbox does when it starts. */
  seedAll(): Promise<void>
  /** Sends an operation over HTTP. `data` is typed by the caller: an answer has no type of its own. */
  // oxlint-disable-next-line typescript/no-explicit-any -- tests read answers of many shapes
  ask<Data = any>(query: string, variables?: object, headers?: Record<string, string>): Promise<GraphqlAnswer<Data>>
  /** Operations that Finpass was asked since the last call of this, sorted. */
  takeCalls(): readonly string[]
}

export async function openTestGateway(
  environment: Record<string, string> = {},
  options: { readonly clock?: Clock; readonly tuning?: Tuning } = {},
): Promise<TestGateway> {
  const dataDir = await mkdtemp(join(tmpdir(), 'finpass-graph-'))
  // A long poll interval: no background look disturbs the count of calls.
  const result = parseConfig({
    PORT: '0',
    DATA_DIR: dataDir,
    POLL_INTERVAL_MS: '3600000',
    LOG_LEVEL: 'debug',
    ...environment,
  })
  if ('problems' in result) throw new Error(result.problems.join('; '))
  const { config } = result
  const clock = options.clock ?? createSystemClock()
  const logged: string[] = []
  const log = createLog({ level: config.logLevel, write: (line) => logged.push(line) })
  const gateway = await openGateway({ config, clock, log, tuning: { ...PLAIN_TRAFFIC, ...options.tuning } })
  const { sandbox } = gateway
  if (sandbox === null) throw new Error('tests run on the sandbox')

  const personas = new Set<string>()
  const demo = { ...gateway, sandbox, clock, pollIntervalMs: config.pollIntervalMs }

  return {
    gateway,
    dataDir,
    sandbox,
    logged,
    personas,
    async seed(persona, kinds, tenant) {
      const inDemo = toDemoApplicant(persona)
      const applicant = tenant === undefined ? inDemo : { ...inDemo, tenant: tenant as TenantId } // any text is one
      await seedApplicant(demo, applicant, persona, kinds)
      personas.add(persona)
      sandbox.calls.clear()
      return encodeGlobalId('Applicant', applicant.id)
    },
    async seedAll() {
      await seedDemo(demo)
      for (const { key } of PERSONAS) personas.add(key)
      sandbox.calls.clear()
    },
    async ask(query, variables = {}, headers = {}) {
      const response = await fetch(`${gateway.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ query, variables }),
      })
      const text = await response.text()
      return { errors: [], ...JSON.parse(text), status: response.status, text }
    },
    takeCalls() {
      const operations = sandbox.calls.list().map(({ operation }) => operation)
      sandbox.calls.clear()
      return operations.toSorted()
    },
    async [Symbol.asyncDispose]() {
      await gateway.close()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
