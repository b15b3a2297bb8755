/** Waiting for a crowd of subscribers: until each is live, and until each has the latest there is. */
import type { Subscriber } from './subscriber.ts'

/** Sequence of the latest transition, by journey. */
export type Heads = ReadonlyMap<string, number>

/** Polls until `isSo`; resolves with the milliseconds it took, or null when it did not come true in time. */
export async function waitUntil(isSo: () => boolean, timeoutMs: number): Promise<number | null> {
  const beganAt = performance.now()
  for (;;) {
    const tookMs = performance.now() - beganAt
    if (isSo()) return tookMs
    if (tookMs > timeoutMs) return null
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

/** Does it again and again while it rejects; then rejects as it did: who keeps Redis busy may be told that it is away. */
export async function untilDone<Result>(work: () => Promise<Result>, timeoutMs = 20_000): Promise<Result> {
  for (const givenUpAt = performance.now() + timeoutMs; ; ) {
    try {
      return await work()
    } catch (thrown) {
      if (performance.now() > givenUpAt) throw thrown
      await new Promise((resolve) => setTimeout(resolve, 500))
    }
  }
}

/** Waits until everybody has got something. Throws when somebody has not: then the bar has not even begun. */
export async function untilLive(subscribers: readonly Subscriber[], timeoutMs = 30_000): Promise<void> {
  const waiting = new Set(subscribers)
  const tookMs = await waitUntil(() => {
    for (const subscriber of waiting) if (subscriber.arrivals.length > 0) waiting.delete(subscriber)
    return waiting.size === 0
  }, timeoutMs)
  if (tookMs === null) throw new Error(`${waiting.size} of ${subscribers.length} subscribers never got anything`)
}

/** Resolves with how many have not got the latest of what they follow, in time. `follows` gives the journey of each. */
export async function untilCaughtUp(
  subscribers: readonly Subscriber[],
  follows: (subscriber: Subscriber) => string,
  heads: Heads,
  timeoutMs: number,
): Promise<number> {
  const behind = new Set(subscribers)
  await waitUntil(() => {
    for (const subscriber of behind) {
      const sequence = subscriber.arrivals.at(-1)?.sequence ?? 0
      if (sequence >= (heads.get(follows(subscriber)) ?? 0)) behind.delete(subscriber)
    }
    return behind.size === 0
  }, timeoutMs)
  return behind.size
}

/** The heads of a journal as a replica reads it. */
export function toHeads(journal: ReadonlyMap<string, readonly { readonly sequence: number }[]>): Heads {
  return new Map([...journal].map(([id, entries]) => [id, entries.at(-1)?.sequence ?? 0]))
}
