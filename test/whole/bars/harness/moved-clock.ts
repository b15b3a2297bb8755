/**
 * The system's clock as gateways see it, moved by a bar: they are preloaded with libfaketime, which reads from a file by how
 * much it goes ahead, also while they run. Their timers go by it too, so an hour's work is done when an hour is skipped.
 * Redis, the sandbox and the bar itself keep the time of the machine.
 */
import { execFile } from 'node:child_process'
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { DAY_MS } from '../../../support/store-record.ts'

export interface MovedClock extends AsyncDisposable {
  /** For processes that are to live by this clock. */
  readonly environment: Readonly<Record<string, string>>
  /** What those processes take the time for. */
  now(): number
  /** Noon of the day on which the clock was opened: no bar runs into the next day by itself. */
  readonly dayZero: number
  /** To so many days after `dayZero`, and some more milliseconds. */
  moveTo(day: number, moreMs?: number): Promise<void>
  /** Skips so many milliseconds. */
  skip(ms: number): Promise<void>
}

/** Opens a clock at noon, UTC. Rejects when there is no `faketime`. */
export async function openMovedClock(): Promise<MovedClock> {
  const directory = await mkdtemp(join(tmpdir(), 'finpass-graph-clock-'))
  const file = join(directory, 'ahead')
  const dayZero = Math.ceil(Date.now() / DAY_MS) * DAY_MS + DAY_MS / 2
  let aheadSeconds = 0

  async function setAhead(ms: number): Promise<void> {
    aheadSeconds = Math.round(ms / 1_000)
    // A reader must never find half of it.
    await writeFile(`${file}.next`, `+${aheadSeconds}\n`)
    await rename(`${file}.next`, file)
  }

  await setAhead(dayZero - Date.now())
  return {
    environment: { LD_PRELOAD: await findLibrary(), FAKETIME_TIMESTAMP_FILE: file, FAKETIME_NO_CACHE: '1' },
    now: () => Date.now() + aheadSeconds * 1_000,
    dayZero,
    moveTo: (day, moreMs = 0) => setAhead(dayZero + day * DAY_MS + moreMs - Date.now()),
    skip: (ms) => setAhead(aheadSeconds * 1_000 + ms),
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true, force: true }),
  }
}

/** Where the program's library is, as the program itself says. */
async function findLibrary(): Promise<string> {
  const { stdout } = await promisify(execFile)('faketime', ['-f', '+0d', 'env'])
  const library = /^LD_PRELOAD=(.+)$/m.exec(stdout)?.[1]
  if (library === undefined) throw new Error('faketime does not say where its library is')
  return library
}
