/**
 * The quick variant of every bar of the fault suite, with the defences on. The full variants, and the proof that each bar
 * fails without its defence, are `npm run bar -- ID --prove`.
 */
import { describe, expect, it } from 'vitest'
import type { Bar } from './bars/harness/bar.ts'
import { findBars } from './bars/harness/catalogue.ts'
import type { Mode } from './bars/harness/cluster.ts'
import { execute } from './bars/harness/execute.ts'

const LONGEST_MS = 60_000
const SEED = 20_250_728

/** What is about callers alone meets both stores in the full run; here the one with more parts will do. */
function toModes({ id, modes }: Bar): readonly Mode[] {
  return id.startsWith('S') ? modes.slice(-1) : modes
}

describe('the gateway stands', async () => {
  const bars = await findBars(['all'])
  const runs = bars.flatMap((bar) =>
    toModes(bar).map((mode) => ({ bar, mode, title: `${bar.id} ${bar.name}, ${mode}` })),
  )

  it('against something', () => {
    expect(runs.length).toBeGreaterThan(10)
  })

  // Figures of time and rate, on a machine that is not ours alone: what is broken fails three times in a row.
  it.each(runs)('$title', { timeout: LONGEST_MS, retry: 2 }, async ({ bar, mode }) => {
    const said: string[] = []
    const report = await execute(bar, {
      mode,
      isQuick: true,
      seed: SEED,
      isDefended: true,
      say: (text) => said.push(text),
    })
    expect({ failed: report.failed, said: report.pass ? [] : said }).toEqual({ failed: [], said: [] })
  })
})
