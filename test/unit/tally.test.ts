/** Bare numbers under labels: what they show is what prom-client would show of the same. */
import fc from 'fast-check'
import { Counter, Histogram, Registry } from 'prom-client'
import { expect, it } from 'vitest'
import { METRICS, type MetricSpecification } from '../../src/platform/metric.ts'
import { createMetrics } from '../../src/platform/metrics.ts'

const ENTRIES = Object.entries<MetricSpecification>(METRICS).filter(([, { kind }]) => kind !== 'gauge')
const DOCUMENTS = ['One', 'Two']

/** One thing that is counted or measured, now and then under a word that is on no list. */
const event = fc.constantFrom(...ENTRIES).chain(([name, { kind, labels }]) =>
  fc.record({
    name: fc.constant(name),
    kind: fc.constant(kind),
    labels: fc.record(
      Object.fromEntries(
        Object.entries(labels).map(([label, words]) => [
          label,
          fc.constantFrom(...(typeof words === 'string' ? DOCUMENTS : words.slice(0, 3)), 'other', 'no such word'),
        ]),
      ),
    ),
    // Eighths and quarters, bounds of buckets among them: their sums are exact in whichever order they are added up.
    value: fc.oneof(
      fc.integer({ min: 0, max: 40 }),
      fc.integer({ min: 0, max: 320 }).map((eighths) => eighths / 8),
      fc.constantFrom(0.25, 0.5, 1, 2.5),
    ),
  }),
)

/** The page of prom-client's own counters and histograms. */
function createSlowTwin() {
  const registers = [new Registry()]
  const known = new Map<string, Counter | Histogram>()
  for (const [name, { kind, help, labels, buckets }] of ENTRIES) {
    const common = { name, help, labelNames: Object.keys(labels), registers }
    known.set(
      name,
      kind === 'counter' ? new Counter(common) : new Histogram({ ...common, buckets: [...(buckets ?? [])] }),
    )
  }
  return {
    add(name: string, labels: Record<string, string>, value: number) {
      const metric = known.get(name)
      const shown = Object.fromEntries(
        Object.entries(labels).map(([label, word]) => [label, word === 'no such word' ? 'other' : word]),
      )
      if (metric instanceof Counter) metric.inc(shown, value)
      else metric?.observe(shown, value)
    },
    readPage: () => registers[0]?.metrics() ?? '',
  }
}

const isOurs = (line: string): boolean => ENTRIES.some(([name]) => line.includes(name))
const toLines = (text: string): string[] => text.split('\n').filter(isOurs)

it('shows what prom-client shows, page after page', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(event, { maxLength: 40 }), { maxLength: 3 }), async (pages) => {
      const [metrics, twin] = [createMetrics({ documentNames: DOCUMENTS }), createSlowTwin()]
      for (const page of pages) {
        for (const { name, kind, labels, value } of page) {
          // Names and labels go together, as they were made.
          if (kind === 'counter') metrics.count(name as never, labels, value)
          else metrics.measure(name as never, labels, value)
          twin.add(name, labels, value)
        }
        expect(toLines((await metrics.readPage()).text)).toEqual(toLines(await twin.readPage()))
      }
    }),
    { numRuns: 60 },
  )
})

it('refuses what is no finite number', () => {
  const metrics = createMetrics({ documentNames: [] })
  expect(() => metrics.measure('finpass_graph_journal_lag_seconds', {}, Number.NaN)).toThrow(TypeError)
})
