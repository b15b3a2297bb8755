/**
 * The quick variant of every bar of the fault suite, with the defences on, each in a process of its own as the command runs
 * it. Bars wait most of the time, so several run side by side; those whose figures are of milliseconds come alone, after
 * them. The full variants, and the proof that each bar fails without its defence, are `npm run bar -- ID --prove`.
 */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Bar } from './bars/harness/bar.ts'
import { findBars } from './bars/harness/catalogue.ts'
import type { Mode } from './bars/harness/cluster.ts'
import type { Report } from './bars/harness/execute.ts'

const LONGEST_MS = 120_000
const SEED = 20_250_728

/** What is about callers or Finpass alone meets both stores in the full run; here the one with more parts will do. */
function toModes({ id, modes }: Bar): readonly Mode[] {
  return /^S|^G0[124]$/.test(id) ? modes.slice(-1) : modes
}

/** Runs the bar as `npm run bar` does; `said` is what it told its watcher. */
async function run({ id }: Bar, mode: Mode, over: AbortSignal): Promise<Pick<Report, 'failed'> & { said: string }> {
  const command = [join(import.meta.dirname, 'bars/run.ts'), id, '--quick', '--mode', mode, '--seed', String(SEED)]
  // The signal is SIGTERM, on which the command ends what it has started.
  const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'pipe'], signal: over })
  const output = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text
    })
  }
  await new Promise<void>((resolve, reject) => child.once('error', reject).once('close', () => resolve()))
  const line = output.stdout.split('\n').findLast((each) => each.startsWith('{'))
  if (line === undefined) return { failed: ['the command gave no report'], said: output.stderr }
  const { failed, pass } = JSON.parse(line) as Report // what run.ts prints
  return { failed, said: pass ? '' : output.stderr }
}

describe('the gateway stands', async () => {
  const bars = await findBars(['all'])
  const runs = bars.flatMap((bar) =>
    toModes(bar).map((mode) => ({ bar, mode, title: `${bar.id} ${bar.name}, ${mode}` })),
  )
  // Figures of time and rate, on a machine that is not ours alone: what is broken fails three times in a row.
  const options = { timeout: LONGEST_MS, retry: 2 }

  it('against something', () => {
    expect(runs.length).toBeGreaterThan(10)
  })

  it.concurrent.for(runs.filter(({ bar }) => bar.isTimed !== true))(
    '$title',
    options,
    async ({ bar, mode }, { expect }) => {
      expect(await run(bar, mode, AbortSignal.timeout(LONGEST_MS - 5_000))).toEqual({ failed: [], said: '' })
    },
  )

  it.for(runs.filter(({ bar }) => bar.isTimed === true))('$title', options, async ({ bar, mode }) => {
    expect(await run(bar, mode, AbortSignal.timeout(LONGEST_MS - 5_000))).toEqual({ failed: [], said: '' })
  })
})
