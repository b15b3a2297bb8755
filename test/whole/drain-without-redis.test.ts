/** A process of a fleet that is told to stop while Redis is away: there is nobody to hand its looks over to, and it ends. */
import { setTimeout as wait } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { openCluster } from './bars/harness/cluster.ts'

/** Well under the 25 s that a deployment grants. */
const GRACE_MS = 15_000

it.each(['silent', 'dead'] as const)(
  'ends by itself, with exit code 0, while Redis is %s',
  async (fault) => {
    await using cluster = await openCluster({ mode: 'redis' })
    const { redis, first } = cluster
    // With a look planned, so that its queue is at work.
    await first.addJourneys({ count: 1, dueInMs: 100 })
    if (fault === 'silent') redis?.pause()
    else await redis?.kill()
    const process = first.process()
    process.signal('SIGTERM')
    expect(await Promise.race([process.exited, wait(GRACE_MS, 'still running')])).toBe(0)
    redis?.resume()
  },
  40_000,
)
