/**
 * Turns for what keeps the processor busy: a request that asks for many lines works at so many of them at a time, and whoever
 * else is waiting for this process is served in between.
 */
import { createMemo } from '../domain/memo.ts'
import type { GraphContext } from './context.ts'

interface Work {
  /** Lines that may still be worked at before somebody else is let in. */
  left: number
  last: Promise<void>
}

/** A fraction of a millisecond. */
const LINES_AT_ONCE = 1_000
const toWork = createMemo((_context: GraphContext): Work => ({ left: LINES_AT_ONCE, last: Promise.resolve() }))

/**
 * Null when a list of so many lines can be worked at now; else resolves when it is this caller's turn: after everything of the
 * same request that asked earlier, and never at once.
 */
export function takeTurn(context: GraphContext, lines: number): Promise<void> | null {
  const work = toWork(context)
  work.left -= lines
  if (work.left >= 0) return null
  work.left = LINES_AT_ONCE
  work.last = work.last.then(() => new Promise<void>((resolve) => setImmediate(resolve)))
  return work.last
}
