/** The dashboard, the alert rules and the runbook speak of metrics, codes and headings that there are, and of all metrics. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FAILURES } from '../../src/domain/failure.ts'
import { METRICS } from '../../src/platform/metric.ts'
import { openTestGateway, type TestGateway } from '../support/gateway.ts'

const ROOT = join(import.meta.dirname, '../..')
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8')
const ALERTS = read('ops/alerts.yaml')
const DASHBOARD = read('ops/dashboard.json')
const RUNBOOK = read('docs/operations/runbook.md')
const NAME = /\b(?:finpass_graph|nodejs|process)_[a-z0-9_]+/g

let test: TestGateway
let onPage: ReadonlySet<string>
beforeAll(async () => {
  test = await openTestGateway()
  test.gateway.metrics.watchProcess()
  const page = await (await fetch(test.gateway.metricsUrl ?? '')).text()
  const types = [...page.matchAll(/^# TYPE (\S+) (\S+)$/gm)]
  onPage = new Set(types.flatMap(([, name = '', type]) => (type === 'histogram' ? [name, `${name}_bucket`] : [name])))
})
afterAll(() => test[Symbol.asyncDispose]())

describe.each([
  ['ops/alerts.yaml', ALERTS],
  ['ops/dashboard.json', DASHBOARD],
  ['docs/operations/runbook.md', RUNBOOK],
])('%s', (_path, text) => {
  it('names metrics that are on the page', () => {
    const named = new Set(text.match(NAME))
    expect(named.size).toBeGreaterThan(5)
    expect([...named].filter((name) => !onPage.has(name))).toEqual([])
  })
})

describe.each([
  ['ops/alerts.yaml', ALERTS],
  ['ops/dashboard.json', DASHBOARD],
])('%s', (_path, text) => {
  it('names labels and words that its metrics have', () => {
    const selectors = [...text.matchAll(/\b(finpass_graph_[a-z_]+?)(?:_bucket)?\{([^}]*)\}/g)]
    for (const [, name = '', selector = ''] of selectors) {
      const labels: Readonly<Record<string, readonly string[] | string>> = METRICS[name as keyof typeof METRICS].labels // on the page, as was just seen
      for (const [, label = '', how, value = ''] of selector.matchAll(/([a-z]+)(=~?)\\?"([^"\\]*)\\?"/g)) {
        if (label === 'job') continue
        expect([name, label, Object.keys(labels)]).toEqual([name, label, expect.arrayContaining([label])])
        const words = [labels[label] ?? []].flat()
        const wanted = how === '=~' ? new RegExp(`^(?:${value})$`) : null
        expect([name, value, words.some((word) => wanted?.test(word) ?? word === value)]).toEqual([name, value, true])
      }
    }
  })
})

it('shows every metric of ours on the dashboard', () => {
  const shown = new Set((DASHBOARD.match(NAME) ?? []).map((name) => name.replace(/_bucket$/, '')))
  expect(Object.keys(METRICS).filter((name) => !shown.has(name))).toEqual([])
})

it('has panels with a title and a query each, which overlap nowhere', () => {
  const { panels } = JSON.parse(DASHBOARD) as {
    panels: { type: string; title: string; gridPos: Record<'x' | 'y' | 'w', number>; targets?: object[] }[]
  }
  expect(panels.length).toBeGreaterThan(20)
  for (const { type, title, targets = [] } of panels) {
    expect(title).not.toBe('')
    if (type !== 'row') expect(targets.length).toBeGreaterThan(0)
  }
  expect(new Set(panels.map(({ gridPos: { x, y } }) => `${x} ${y}`)).size).toBe(panels.length)
})

it('has a heading in the runbook for every alert, and no other', () => {
  const alerts = [...ALERTS.matchAll(/- alert: (\w+)/g)].map(([, name = '']) => name)
  const links = [...ALERTS.matchAll(/runbook: (\S+)#(\S+)/g)].map(([, path, place]) => `${path}#${place}`)
  expect(alerts.length).toBeGreaterThan(10)
  expect(links).toEqual(alerts.map((name) => `docs/operations/runbook.md#${name.toLowerCase()}`))
  const headings = [...RUNBOOK.matchAll(/^### (\w+)$/gm)].map(([, name = '']) => name)
  expect(headings).toEqual(alerts)
  for (const section of RUNBOOK.split(/^### /m).slice(1)) {
    for (const part of ['**Means**', '**Look**', '**Do**'])
      expect([section.split('\n')[0], section]).toEqual([expect.any(String), expect.stringContaining(part)])
  }
})

it('names codes and commands that there are', () => {
  const pages = [RUNBOOK, read('docs/operations/upgrade.md'), ALERTS].join('\n')
  const codes = new Set(
    [...pages.matchAll(/`((?:FINPASS|STORE|AUDIT|LIMIT|AUTH|JOURNEY|GATEWAY)_[A-Z]+(?:_[A-Z]+)*)`/g)].map(
      ([, code = '']) => code,
    ),
  )
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
  const variables = read('README.md') + read('docs/operations.md')
  expect(codes.size).toBeGreaterThan(3)
  expect([...codes].filter((code) => !(code in FAILURES) && !variables.includes(`\`${code}\``))).toEqual([])
  const commands = [...pages.matchAll(/npm run ([a-z:]+)/g)].map(([, name = '']) => name)
  expect(commands.filter((name) => !(name in scripts))).toEqual([])
})
