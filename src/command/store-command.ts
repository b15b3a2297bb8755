/**
 * The frame of the commands that work on the gateway's store beside it: they read the gateway's own environment, find its
 * store, and say in plain words what keeps them from it. A command that is not understood is shown how it is to be.
 */
import { parseConfig, showProblems } from '../config/config.ts'
import type { Instant } from '../domain/date.ts'
import { openStoreAlone } from '../gateway/keeping.ts'
import { createSystemClock } from '../platform/clock.ts'
import type { Store } from '../store/store.ts'

export interface StoreCommand<Asked> {
  readonly usage: string
  /** Reads the arguments; throws a plain error that says what is wrong with them. */
  parse(args: readonly string[], now: Instant): Asked
  /** Does it; resolves with the exit code. */
  run(store: Store, asked: Asked, now: Instant): Promise<number>
}

/** Resolves with the exit code: 1, and a word on standard error, when it was not understood or something kept it from being done. */
export async function runStoreCommand<Asked>(
  { usage, parse, run }: StoreCommand<Asked>,
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  const clock = createSystemClock()
  const now = clock.now()
  let asked: Asked
  try {
    asked = parse(args, now)
  } catch (thrown) {
    return complain(`${toText(thrown)}\n\n${usage}`)
  }
  const result = parseConfig(environment)
  if ('problems' in result) return complain(showProblems(result.problems))
  try {
    const store = await openStoreAlone(result.config, clock)
    try {
      return await run(store, asked, now)
    } finally {
      await store.close()
    }
  } catch (thrown) {
    return complain(toText(thrown))
  }
}

function complain(text: string): number {
  console.error(text)
  return 1
}

function toText(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}
