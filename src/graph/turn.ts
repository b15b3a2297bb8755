/**
 * Turns for what keeps the processor busy: a request that asks for many long lists works at one of them at a time, and whoever
 * else is waiting for this process is served in between.
 */
import type { GraphContext } from './context.ts'

const LAST_TURNS = new WeakMap<GraphContext, Promise<void>>()

/** Resolves when it is this caller's turn: after everything of the same request that asked earlier, and never at once. */
export function takeTurn(context: GraphContext): Promise<void> {
  const before = LAST_TURNS.get(context) ?? Promise.resolve()
  const turn = before.then(() => new Promise<void>((resolve) => setImmediate(resolve)))
  LAST_TURNS.set(context, turn)
  return turn
}
