/** The child's side of child.ts: says that it is ready, answers requests, and ends when its parent has gone. */
import { flushCompileCache } from 'node:module'
import type { ChildMessage, ChildRequest } from './child.ts'

/** What the process can be asked, by name. */
export type Answers = Readonly<Record<string, (input: never) => unknown>>

function say(message: ChildMessage): void {
  // The parent may have gone; then this process ends as well.
  process.send?.(message, undefined, undefined, () => undefined)
}

/** Says something unasked. */
export function note(value: unknown): void {
  say({ kind: 'note', note: value })
}

/** Answers from now on. */
export function answerParent(facts: unknown, answers: Answers): void {
  process.on('message', ({ id, command, input }: ChildRequest) => {
    const answer = answers[command]
    Promise.try(() => {
      if (answer === undefined) throw new Error(`nobody answers ${command}`)
      return answer(input as never) // the parent's own types
    }).then(
      (output) => say({ kind: 'answer', id, output }),
      (thrown: unknown) => say({ kind: 'answer', id, error: thrown instanceof Error ? `${thrown.stack}` : 'unknown' }),
    )
  })
  process.once('disconnect', () => process.exit(0))
  // Kept now: most of these processes are ended without a chance to do it. Does nothing where there is no cache.
  flushCompileCache()
  say({ kind: 'ready', facts })
}
