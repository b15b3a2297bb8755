/** Traces as a collector gets them: from the caller to Finpass, and of each step of a journey on every process. */
import { spawn } from 'node:child_process'
import { channel } from 'node:diagnostics_channel'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from 'graphql-ws'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Collector, openCollector } from '../support/collector.ts'
import { startDrivenJourney } from '../support/driven-journey.ts'
import { openTestGateway } from '../support/gateway.ts'
import { openRedisServer } from '../support/redis-server.ts'
import { openStream } from '../support/stream.ts'

const TRACE = '0af7651916cd43dd8448eb211c80319c'
const SPAN = 'b7ad6b7169203331'
const SAMPLED = `00-${TRACE}-${SPAN}-01`
const UNSAMPLED = `00-${TRACE}-${SPAN}-00`
const READ = 'query($id: ID!) { applicant(id: $id) { name itrFilings { assessmentYear } } }'

/** `traceparent` of every call to Finpass of this process. */
let sent: (string | undefined)[] = []
const listen = (message: unknown): void => {
  const { request } = message as { readonly request: IncomingMessage } // as Node documents it
  if (request.url?.startsWith('/api/v1') === true) sent.push(request.headers.traceparent?.toString())
}
let collector: Collector
beforeEach(async () => {
  sent = []
  channel('http.server.request.start').subscribe(listen)
  collector = await openCollector()
})
afterEach(async () => {
  channel('http.server.request.start').unsubscribe(listen)
  await collector[Symbol.asyncDispose]()
})

const named = (name: string): Collector['spans'] => collector.spans.filter((span) => span.name === name)

/** A gateway that has sent all of its spans when this resolves. */
async function withGateway(
  environment: Record<string, string>,
  work: (test: Awaited<ReturnType<typeof openTestGateway>>) => Promise<void>,
): Promise<void> {
  await using test = await openTestGateway({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, ...environment })
  await work(test)
}

describe('an operation', () => {
  it('is a part of its caller’s trace, and the calls to Finpass are parts of it', async () => {
    await withGateway({}, async (test) => {
      const id = await test.seed('salaried-clean', ['ITR'])
      await test.ask(READ, { id }, { traceparent: UNSAMPLED })
    })
    const [operation, ...others] = named('query')
    expect(others).toEqual([])
    expect(operation).toMatchObject({ traceId: TRACE, parentSpanId: SPAN })
    expect(operation?.attributes).toMatchObject({ transport: 'http', outcome: 'ok' })
    const calls = named('finpass call').filter(({ traceId }) => traceId === TRACE)
    expect(calls).toMatchObject([
      {
        parentSpanId: operation?.spanId,
        attributes: { 'finpass.operation': 'itr.data', 'http.response.status_code': 200 },
      },
    ])
    expect(sent).toContain(`00-${TRACE}-${calls[0]?.spanId}-01`)
  })

  it('goes over WebSocket by the extensions of the request, and by what it is a part of', async () => {
    await withGateway({}, async ({ gateway }) => {
      const client = createClient({ url: `${gateway.url.replace('http', 'ws')}/graphql` })
      await new Promise((resolve, reject) => {
        const asked = {
          query: 'query Viewer { viewer { subject tenant scopes } }',
          extensions: { traceparent: SAMPLED },
        }
        client.subscribe(asked, { next: () => undefined, error: reject, complete: () => resolve(null) })
      })
      await client.dispose()
    })
    expect(named('query Viewer')).toMatchObject([{ traceId: TRACE, attributes: { transport: 'ws' } }])
  })

  it.each([
    'x',
    `00-${'0'.repeat(32)}-${SPAN}-01`,
    `00-${TRACE}-${'0'.repeat(16)}-01`,
    `${SAMPLED}-more`,
    SAMPLED.toUpperCase(),
    `ff-${TRACE}-${SPAN}-01`,
  ])('is a trace of its own when its caller sends %s', async (traceparent) => {
    await withGateway({}, async (test) => void (await test.ask('{ viewer { tenant } }', {}, { traceparent })))
    expect(named('query')).toHaveLength(1)
    expect(named('query')[0]).not.toHaveProperty('parentSpanId')
    expect(named('query')[0]?.traceId).not.toBe(TRACE)
  })

  it('is traced as often as the gateway says, whatever its caller wants, unless callers are trusted', async () => {
    const ask = (environment: Record<string, string>): Promise<void> =>
      withGateway(environment, async (test) => {
        await test.ask('{ viewer { tenant } }', {}, { traceparent: SAMPLED })
        await test.ask('{ viewer { subject } }', {}, { traceparent: UNSAMPLED })
      })
    await ask({ OTEL_TRACES_SAMPLER_ARG: '0' })
    expect(collector.spans).toEqual([])
    await ask({ OTEL_TRACES_SAMPLER_ARG: '0', TRUST_TRACEPARENT: 'on' })
    expect(named('query')).toHaveLength(1)
  })

  it('says nothing of a person, an id of Finpass’s or an address', async () => {
    let pan = ''
    let id = ''
    await withGateway({}, async (test) => {
      id = await test.seed('salaried-clean', ['ITR', 'AA_BSA'])
      const answer = await test.ask(
        'query ABCDE1234F($id: ID!) { applicant(id: $id) { pan name bankAccounts { maskedNumber } itrFilings { assessmentYear } } }',
        { id },
      )
      pan = answer.data.applicant.pan
      expect(pan).toMatch(/^[A-Z]{5}\d{4}[A-Z]$/)
    })
    const all = collector.bodies.join('')
    expect(collector.spans.length).toBeGreaterThan(2)
    for (const word of [pan, id, 'ABCDE1234F', '_mock_', '/api/v1', 'Meera', '"demo"']) expect(all).not.toContain(word)
  })
})

it('sends Finpass no trace where traces have no place to go to', async () => {
  await using test = await openTestGateway()
  const id = await test.seed('salaried-clean', ['ITR'])
  await test.ask(READ, { id }, { traceparent: SAMPLED })
  expect(sent.length).toBeGreaterThan(0)
  expect(sent.filter((header) => header !== undefined)).toEqual([])
})

const WITNESS = `import { registerHooks } from 'node:module'
registerHooks({ resolve(name, context, next) {
  if (/opentelemetry.(?:sdk|exporter)/.test(name)) process.stdout.write('loaded ' + name + '\\n')
  return next(name, context)
} })`

/** What a gateway of its own process loads of OpenTelemetry until it is ready. */
async function listLoaded(environment: Record<string, string>): Promise<string[]> {
  const directory = await mkdtemp(join(tmpdir(), 'finpass-graph-loads-'))
  const { PATH = '' } = process.env
  const child = spawn(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(WITNESS)}`, 'src/main.ts'],
    {
      cwd: join(import.meta.dirname, '../..'),
      env: { PATH, PORT: '0', DATA_DIR: directory, ...environment },
    },
  )
  try {
    let said = ''
    child.stdout.on('data', (piece: Buffer) => (said += piece.toString()))
    await expect.poll(() => said, { timeout: 60_000 }).toContain('finpass-graph is ready')
    return said.split('\n').filter((line) => line.startsWith('loaded '))
  } finally {
    child.kill('SIGKILL')
    await once(child, 'exit')
    await rm(directory, { recursive: true, force: true })
  }
}

it('loads what it traces with only where traces have a place to go to', async () => {
  expect(await listLoaded({})).toEqual([])
  expect(await listLoaded({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url })).not.toEqual([])
}, 130_000)

it('puts a step that one process commits and another delivers into one trace', async () => {
  await using redis = await openRedisServer()
  const fleet = {
    REDIS_URL: redis.url,
    SEALING_KEYS: `k1:${Buffer.alloc(32, 7).toString('base64')}`,
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
  }
  {
    await using writer = await openTestGateway(fleet)
    await using reader = await openTestGateway({ ...fleet, OTEL_SERVICE_NAME: 'reader' })
    const journey = await startDrivenJourney(writer)
    const query = 'subscription($id: ID!) { journeyStatusChanged(journeyId: $id) { status } }'
    const { url } = reader.gateway
    const streams = [1, 2].map(() => openStream({ url, transport: 'sse', query, variables: { id: journey.id } }))
    await Promise.all(streams.map((stream) => stream.until(1)))
    await journey.drive(writer, 3)
    await Promise.all(streams.map((stream) => stream.until(3)))
    for (const stream of streams) stream.leave()
  }
  const bySequence = (name: string) => new Map(named(name).map((span) => [span.attributes['journey.sequence'], span]))
  const [steps, events] = [bySequence('journey step'), bySequence('journey event')]
  expect(new Set(steps.keys())).toEqual(new Set([1, 2, 3]))
  // However many follow.
  expect(named('journey event')).toHaveLength(2)
  for (const sequence of [2, 3]) {
    const step = steps.get(sequence)
    expect(events.get(sequence)).toMatchObject({ traceId: step?.traceId, parentSpanId: step?.spanId })
  }
  // From the start that a caller asked for, by looks at Finpass, to each step.
  const checks = named('journey check')
  expect(checks.map(({ links }) => links[0]?.spanId)).toEqual([1, 2].map((sequence) => steps.get(sequence)?.spanId))
  expect(steps.get(2)?.links).toMatchObject([{ traceId: checks[0]?.traceId, spanId: checks[0]?.spanId }])
  const start = named('mutation')
  expect(steps.get(1)?.links).toMatchObject([{ traceId: start[0]?.traceId }])
})
