/** The upstream as the benchmark drives it. */
import { openProgram } from './process.ts'

export interface Upstream extends AsyncDisposable {
  readonly url: string
  /** Turns knobs, and gives how many calls it had since it was last asked. */
  turn(knobs?: { readonly latency?: number; readonly lines?: number }): Promise<number>
}

/** Starts it on that core. */
export async function openUpstream(core: number | null): Promise<Upstream> {
  const program = await openProgram({ args: ['bench/upstream.ts'], core })
  return {
    url: program.said,
    async turn(knobs = {}) {
      const query = Object.entries(knobs).map(([name, value]) => `${name}=${value}`)
      const answer = await fetch(`${program.said}/stub?${query.join('&')}`)
      return ((await answer.json()) as { count: number }).count // its own, whose shape is known
    },
    [Symbol.asyncDispose]: () => program[Symbol.asyncDispose](),
  }
}
