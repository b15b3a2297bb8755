/** The page's table is written by the runs themselves: it must take what was measured, and keep what was not. */
import { describe, expect, it } from 'vitest'
import type { Bar } from '../../whole/bars/harness/bar.ts'
import type { Report } from '../../whole/bars/harness/execute.ts'
import { toPage } from '../../whole/bars/harness/reliability-page.ts'

const EMPTY = `# Page

<!-- bars: written by npm run bars -- --write docs/reliability.md -->
<!-- bars end -->

Below.
`

const bar: Bar = {
  id: 'R99',
  name: 'made up',
  modes: ['embedded', 'redis'],
  limits: () => ({ lost: { exactly: 0 }, worstP99Ms: { most: 250 } }),
  run: async () => ({}),
}

function report(parts: Partial<Report> = {}): Report {
  return {
    id: 'R99',
    mode: 'redis',
    pass: true,
    limit: { lost: '0', worstP99Ms: '<= 250' },
    measured: { lost: 0, worstP99Ms: 12.4, extra: 3.25 },
    seconds: 1,
    seed: 7,
    defence: 'on',
    isQuick: false,
    failed: [],
    isBroken: false,
    ...parts,
  }
}

function rowsOf(page: string): string[] {
  return page.split('\n').filter((line) => line.startsWith('| R99'))
}

describe('the reliability page', () => {
  it('lists every bar in each of its modes with its limits before anything is measured', () => {
    expect(rowsOf(toPage(EMPTY, [bar], []))).toEqual([
      '| R99 | made up | embedded | lost 0, worst p99 ≤ 250 ms | – | – | `npm run bar -- R99 --mode embedded` |',
      '| R99 | made up | redis | lost 0, worst p99 ≤ 250 ms | – | – | `npm run bar -- R99 --mode redis` |',
    ])
  })

  it('takes what was measured with the defence and what fails without it', () => {
    const failed = ['lost is 40, must be 0']
    const off = report({ defence: 'off', pass: false, failed, measured: { lost: 40, worstP99Ms: 13, extra: 1 } })
    expect(rowsOf(toPage(EMPTY, [bar], [report(), off]))[1]).toBe(
      '| R99 | made up | redis | lost 0, worst p99 ≤ 250 ms | lost 0, worst p99 12 ms, extra 3.25 | lost 40 | `npm run bar -- R99 --mode redis --seed 7` |',
    )
  })

  it('says so of what could not be measured', () => {
    const failed = ['worstP99Ms was not measured']
    const off = report({ defence: 'off', pass: false, failed, measured: { lost: 0, worstP99Ms: Number.NaN } })
    expect(rowsOf(toPage(EMPTY, [bar], [off]))[1]).toContain('| worst p99 not measured |')
  })

  it('keeps what was measured before, and everything around the table', () => {
    const once = toPage(EMPTY, [bar], [report()])
    const twice = toPage(once, [bar], [report({ mode: 'embedded', seed: 8 })])
    expect(rowsOf(twice)[1]).toBe(rowsOf(once)[1])
    expect(rowsOf(twice)[0]).toContain('--seed 8')
    expect(toPage(twice, [bar], [])).toBe(twice)
    expect(twice.startsWith('# Page\n') && twice.endsWith('Below.\n')).toBe(true)
  })

  it('says so when a limit is missed, and when a bar passes without its defence', () => {
    const missed = report({ pass: false, failed: ['lost is 1, must be 0'], measured: { lost: 1, worstP99Ms: 12 } })
    const passes = report({ defence: 'off' })
    const [, row] = rowsOf(toPage(EMPTY, [bar], [missed, passes]))
    expect(row).toContain('**misses its limit: lost is 1, must be 0**')
    expect(row).toContain('**passes**')
  })

  it('marks what a quick run gave without the defence, which never takes the place of a full one', () => {
    const off = { defence: 'off', pass: false, failed: ['lost is 4, must be 0'], measured: { lost: 4 } } as const
    const quick = toPage(EMPTY, [bar], [report({ ...off, isQuick: true })])
    expect(rowsOf(quick)[1]).toContain('| – | lost 4 (quick size) |')
    const full = toPage(quick, [bar], [report({ ...off, measured: { lost: 40 } })])
    expect(rowsOf(full)[1]).toContain('| – | lost 40 |')
    expect(toPage(full, [bar], [report({ ...off, isQuick: true })])).toBe(full)
  })

  it('refuses figures of quick runs, and a page without the table', () => {
    expect(() => toPage(EMPTY, [bar], [report({ isQuick: true })])).toThrow('full runs')
    expect(() => toPage('# Page', [bar], [report()])).toThrow('no table')
  })
})
