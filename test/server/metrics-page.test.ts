/** The page of metrics of a gateway at work: it counts what happened, on every transport, and stays small whatever callers write. */
import { createClient } from 'graphql-ws'
import { expect, it } from 'vitest'
import { startDrivenJourney } from '../support/driven-journey.ts'
import { openTestGateway, type TestGateway } from '../support/gateway.ts'
import { openStream } from '../support/stream.ts'

const PAN = 'ABCDE1234F'

async function readPage({ gateway }: TestGateway): Promise<string> {
  return (await fetch(gateway.metricsUrl ?? '')).text()
}

/** Value of the one series of this name whose labels contain all of these. */
function read(page: string, name: string, ...labels: string[]): number {
  const lines = page.split('\n').filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
  const found = lines.filter((line) => labels.every((label) => line.includes(label)))
  return found.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0)
}

it('counts operations, calls to Finpass, journeys, looks, events, audit records and webhooks', async () => {
  await using test = await openTestGateway()
  const journey = await startDrivenJourney(test)
  const query = 'subscription($id: ID!) { journeyStatusChanged(journeyId: $id) { status } }'
  const streams = (['websocket', 'sse'] as const).map((transport) =>
    openStream({ url: test.gateway.url, transport, query, variables: { id: journey.id } }),
  )
  await Promise.all(streams.map((stream) => stream.until(1)))
  const during = await readPage(test)
  expect(read(during, 'finpass_graph_subscriptions', 'transport="ws"')).toBe(1)
  expect(read(during, 'finpass_graph_subscriptions', 'transport="sse"')).toBe(1)
  expect(read(during, 'finpass_graph_sockets')).toBe(1)
  expect(read(during, 'finpass_graph_topics')).toBe(1)
  expect(read(during, 'finpass_graph_journeys_open', 'kind="AA_BSA"')).toBe(1)

  await journey.drive(test, 5)
  await Promise.all(streams.map(({ ended }) => ended))
  const id = journey.applicantId
  for (let time = 0; time < 2; time += 1) {
    await test.ask('query($id: ID!) { applicant(id: $id) { bankAccounts { bankName } } }', { id })
  }
  await fetch(`${test.gateway.url}/webhooks/finpass/${'x'.repeat(32)}`, { method: 'POST' })
  await test.ask('query { applicant(id: "x") { name } }')
  await expect
    .poll(async () => read(await readPage(test), 'finpass_graph_operations_total', 'outcome="failed"'))
    .toBe(1)

  const page = await readPage(test)
  expect(read(page, 'finpass_graph_subscriptions')).toBe(0)
  expect(read(page, 'finpass_graph_operations_total', 'type="subscription"', 'transport="ws"', 'outcome="ok"')).toBe(1)
  expect(read(page, 'finpass_graph_operations_total', 'type="subscription"', 'transport="sse"', 'outcome="ok"')).toBe(1)
  expect(read(page, 'finpass_graph_events_total', 'transport="ws"')).toBe(streams[0]?.results.length)
  expect(read(page, 'finpass_graph_operation_duration_seconds_count', 'type="query"')).toBe(3)
  expect(read(page, 'finpass_graph_errors_total', 'code="ID_MALFORMED"')).toBe(1)
  expect(read(page, 'finpass_graph_upstream_attempts_total', 'endpoint="aa-bsa.start"', 'outcome="OK"')).toBe(1)
  expect(read(page, 'finpass_graph_upstream_attempts_total', 'endpoint="aa-bsa.status"', 'outcome="OK"')).toBe(4)
  expect(read(page, 'finpass_graph_reports_total', 'endpoint="aa-bsa.statements"', 'from="fresh"')).toBe(1)
  expect(read(page, 'finpass_graph_reports_total', 'endpoint="aa-bsa.statements"', 'from="cached"')).toBe(1)
  expect(read(page, 'finpass_graph_journeys_started_total', 'kind="AA_BSA"')).toBe(1)
  expect(read(page, 'finpass_graph_transitions_total')).toBe(4)
  expect(read(page, 'finpass_graph_transitions_total', 'status="COMPLETED"')).toBe(1)
  expect(read(page, 'finpass_graph_polls_total', 'outcome="ended"')).toBe(1)
  expect(read(page, 'finpass_graph_journal_lag_seconds_count')).toBe(8)
  expect(read(page, 'finpass_graph_audit_writes_total', 'outcome="written"')).toBeGreaterThan(0)
  expect(read(page, 'finpass_graph_webhooks_total', 'outcome="unknown"')).toBe(1)
  expect(read(page, 'finpass_graph_sockets_closed_total', 'code="1000"')).toBe(1)
  expect(read(page, 'finpass_graph_breaker_open')).toBe(0)
})

it('has as many series after a thousand names that nobody knows as after one, and none of them on it', async () => {
  await using test = await openTestGateway({ LIMIT_REQUESTS: '100000' })
  const client = createClient({ url: `${test.gateway.url.replace('http', 'ws')}/graphql` })
  async function attack(at: number): Promise<void> {
    const name = `${PAN}_${at}`
    const document = `query ${name} { viewer { ${name}: tenant } }`
    const headers = {
      'content-type': 'application/json',
      'x-request-id': name,
      'user-agent': name,
      traceparent: `00-${'a'.repeat(31)}${at % 10}-${'b'.repeat(16)}-01`,
    }
    const body = JSON.stringify({ query: document, operationName: name, extensions: { reason: name } })
    await (await fetch(`${test.gateway.url}/graphql`, { method: 'POST', headers, body })).text()
    await (await fetch(`${test.gateway.url}/${name}`, { headers })).text()
    await (await fetch(`${test.gateway.url}/webhooks/finpass/${name}`, { method: 'POST' })).text()
    await new Promise((resolve) => {
      client.subscribe(
        { query: document, operationName: at % 2 === 0 ? name : 'other' },
        {
          next: () => undefined,
          error: resolve,
          complete: () => resolve(null),
        },
      )
    })
  }
  await attack(0)
  await attack(1)
  await expect.poll(async () => read(await readPage(test), 'finpass_graph_operations_total')).toBe(4)
  const countSeries = (page: string): number =>
    page.split('\n').filter((line) => line.startsWith('finpass_graph')).length
  const before = countSeries(await readPage(test))
  for (let at = 2; at < 250; at += 1) await attack(at)
  await client.dispose()
  await expect.poll(async () => read(await readPage(test), 'finpass_graph_operations_total')).toBe(500)
  const page = await readPage(test)
  // Webhooks that come too fast are told so, which is a word of its own.
  expect(countSeries(page)).toBeLessThanOrEqual(before + 1)
  expect(page).not.toContain(PAN)
  expect(page).not.toContain('demo')
  expect(test.logged.join('')).not.toContain(`"operation":"${PAN}`)
})

it('shows the state of each part beside the page, and callers only whether it is ready', async () => {
  await using test = await openTestGateway()
  const answer = await fetch((test.gateway.metricsUrl ?? '').replace('/metrics', '/readyz'))
  expect(answer.status).toBe(200)
  expect(await answer.json()).toMatchObject({
    isReady: true,
    isDraining: false,
    store: 'up',
    load: { underWay: 0, limit: 100, refused: 0, delayMs: expect.any(Number), turnWaitMs: 0 },
    finpass: { operations: { 'itr.data': { breaker: 'closed', underWay: 0 } } },
  })
  expect(await (await fetch(`${test.gateway.url}/readyz`)).text()).toBe('ok\n')
  const page = await readPage(test)
  expect(read(page, 'finpass_graph_ready')).toBe(1)
  expect(read(page, 'finpass_graph_gate_limit')).toBe(100)
  expect(page).toMatch(/^finpass_graph_event_loop_delay_seconds [\d.e-]+$/m)
})
