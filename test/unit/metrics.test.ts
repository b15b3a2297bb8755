/** Metrics: what is counted is shown, and no word that is not on a label's list ever is. */
import { expect, it } from 'vitest'
import { OPERATIONS } from '../../src/finpass/traffic/operation.ts'
import { METRICS } from '../../src/platform/metric.ts'
import { createMetrics, type Metrics } from '../../src/platform/metrics.ts'

const PAN = 'ABCDE1234F'

async function readLines(metrics: Metrics, name: string): Promise<string[]> {
  const { text } = await metrics.readPage()
  return text.split('\n').filter((line) => line.startsWith(name))
}

it('shows what was counted, under the words it was counted with', async () => {
  const metrics = createMetrics({ documentNames: ['Viewer'] })
  const labels = { type: 'query', operation: 'Viewer', transport: 'http', outcome: 'ok' } as const
  metrics.count('finpass_graph_operations_total', labels)
  metrics.count('finpass_graph_operations_total', labels, 2)
  expect(await readLines(metrics, 'finpass_graph_operations_total')).toEqual([
    'finpass_graph_operations_total{type="query",operation="Viewer",transport="http",outcome="ok"} 3',
  ])
})

it('calls whatever is on no list other', async () => {
  const metrics = createMetrics({ documentNames: ['Viewer'] })
  for (let at = 0; at < 1_000; at += 1) {
    const word = `${PAN}${at}`
    const labels = { type: word, operation: word, transport: word, outcome: word }
    metrics.count('finpass_graph_operations_total', labels as never) // as a careless caller would
    metrics.measure('finpass_graph_operation_duration_seconds', labels as never, 1)
  }
  expect(await readLines(metrics, 'finpass_graph_operations_total')).toEqual([
    'finpass_graph_operations_total{type="other",operation="other",transport="other",outcome="other"} 1000',
  ])
  expect((await metrics.readPage()).text).not.toContain(PAN)
})

it('asks for a gauge when the page is read, and leaves out one that cannot be told', async () => {
  const metrics = createMetrics({ documentNames: [] })
  let value: number | null = 1
  metrics.watch('finpass_graph_ready', () => {
    if (value === null) throw new Error('not now')
    return value
  })
  expect(await readLines(metrics, 'finpass_graph_ready')).toEqual(['finpass_graph_ready 1'])
  value = 0
  expect(await readLines(metrics, 'finpass_graph_ready')).toEqual(['finpass_graph_ready 0'])
  value = null
  expect(await readLines(metrics, 'finpass_graph_ready')).toEqual([])
  expect((await metrics.readPage()).text).toContain('# HELP finpass_graph_ready')
})

it('knows every endpoint of Finpass, and no other', () => {
  expect(METRICS.finpass_graph_reports_total.labels.endpoint).toEqual(Object.keys(OPERATIONS))
})

it('names its unit, has words for every label and says what it is', () => {
  const entries = Object.entries(METRICS)
  expect(entries.length).toBeGreaterThan(0)
  for (const [name, { kind, help, labels }] of entries) {
    expect(name).toMatch(/^finpass_graph_[a-z_]+$/)
    if (kind === 'counter') expect(name).toMatch(/_total$/)
    if (kind === 'histogram') expect(name).toMatch(/_(?:seconds|bytes)$/)
    expect(help).toMatch(/\.$/)
    for (const words of Object.values(labels)) expect(words.length).toBeGreaterThan(0)
  }
})
