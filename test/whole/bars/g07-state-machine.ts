/** G07: thousands of random histories of Finpass leave every journey in order; a shortest counterexample is printed. */
import type { Bar } from './harness/bar.ts'
import { openChild } from './harness/child.ts'
import type { HistoryReport } from './harness/history-process.ts'

export const bar: Bar = {
  id: 'G07',
  name: 'state machine',
  modes: ['embedded'],
  undefended: () => [
    {
      file: 'src/journeys/observe.ts',
      from: 'if (reported !== null && reported !== journey.status && !mayAdvance(journey.status, reported)) return null',
      to: '',
    },
  ],
  limits: (run) => ({
    histories: { least: run.scale(5_000, 400) },
    counterexamples: { exactly: 0 },
    // Otherwise the histories are too well behaved.
    backward: { least: run.scale(5_000, 400) },
    unknown: { least: run.scale(2_500, 200) },
    afterEnd: { least: run.scale(5_000, 400) },
  }),
  async run(run) {
    const child = await openChild({ script: 'history-process.ts', mutations: run.mutations })
    try {
      const asked = { runs: run.scale(5_000, 400), seed: run.seed }
      const { counterexample, ...counts } = (await child.request('run', asked)) as HistoryReport // what it answers with
      if (counterexample !== null) run.say(`G07: ${counterexample}`)
      return { ...counts, counterexamples: counterexample === null ? 0 : 1 }
    } finally {
      child.signal('SIGKILL')
      await child.exited
    }
  },
}
