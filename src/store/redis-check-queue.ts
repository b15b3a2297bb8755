/**
 * The check queue on BullMQ: a delayed job per journey, its id the journey's. A process that dies or freezes loses its
 * jobs to another after a few seconds; the fence of the store keeps it from writing what it found, should it wake again.
 */
import { setTimeout } from 'node:timers/promises'
import { DelayedError, Queue, Worker } from 'bullmq'
import { type Instant, toInstant } from '../domain/date.ts'
import type { CheckQueue, CheckQueueOptions, CheckTarget } from './check-queue.ts'
import { toFailure } from './redis-connection.ts'

const NAME = 'checks'
/** How long a job stays with a process that no longer renews it, and how often others look for such jobs. */
const LOCK_MS = 8_000
const STALL_LOOK_MS = 3_000
/** Bounds the wait for looks under way when stopping. */
const LONGEST_LOOK_MS = 17_000
/** How long Redis may take to be told that this process takes no more; one that is away would never be. */
const FAREWELL_MS = 1_500
/** A stalled job is never given up: the store says when a journey is over. */
const MOST_STALLS = 1_000_000

export function openCheckQueue(options: CheckQueueOptions): CheckQueue {
  const { url, prefix = 'fg:queue', parallel = 8, mostPerSecond, run, onTrouble } = options
  const retryStrategy = (times: number): number => Math.min(1_000, 50 * times) * (0.5 + Math.random() / 2)
  const queue = new Queue<CheckTarget>(NAME, {
    prefix,
    // A wish is answered at once or refused: the caller has the store to fall back on.
    connection: { url, enableOfflineQueue: false, maxRetriesPerRequest: 0, commandTimeout: 500, retryStrategy },
    defaultJobOptions: { removeOnComplete: true, removeOnFail: true },
  })
  const looks = new Set<Promise<Instant | null>>()
  const worker = new Worker<CheckTarget>(
    NAME,
    async (job, token) => {
      const look = run(job.data)
      looks.add(look)
      const next = await look.finally(() => looks.delete(look))
      if (next === null) return
      await job.moveToDelayed(next, token)
      throw new DelayedError()
    },
    {
      prefix,
      connection: { url, maxRetriesPerRequest: null, retryStrategy },
      concurrency: parallel,
      limiter: toLimiter(mostPerSecond),
      lockDuration: LOCK_MS,
      stalledInterval: STALL_LOOK_MS,
      maxStalledCount: MOST_STALLS,
    },
  )
  // A Redis that is away, or a job that another process has taken over meanwhile, is no defect of ours.
  queue.on('error', (error) => onTrouble(toFailure(error)))
  worker.on('error', (error) => onTrouble(toFailure(error)))

  async function bringForward(id: string, delayMs: number): Promise<void> {
    const job = await queue.getJob(id)
    if (job === undefined || !(await job.isDelayed())) return
    if (delayMs === 0) await job.promote()
    else await job.changeDelay(delayMs)
  }

  return {
    async plan(target, at) {
      await queue.add(NAME, target, { jobId: target.id, delay: toDelayMs(at) }).catch(fail)
    },
    bringForward: ({ id }, at) => bringForward(id, toDelayMs(at)).catch(fail),
    async close() {
      // From here on it takes no more. What it resolves with hangs for ever when Redis is away.
      const closed = worker.close().then(() => queue.close())
      closed.catch((thrown: unknown) => onTrouble(toFailure(thrown)))
      await within(LONGEST_LOOK_MS, Promise.allSettled(looks))
      await within(
        FAREWELL_MS,
        closed.catch(() => undefined),
      )
    },
  }
}

/** Resolves when `work` has, or the time is up. */
async function within(limitMs: number, work: Promise<unknown>): Promise<void> {
  await Promise.race([work, setTimeout(limitMs, undefined, { ref: false })])
}

/** A tenth of a second at a time: a second's worth at once would be felt by Finpass, and by whoever reads meanwhile. */
function toLimiter(mostPerSecond: number): { readonly max: number; readonly duration: number } {
  const max = Math.ceil(mostPerSecond / 10)
  return { max, duration: Math.ceil((1_000 * max) / mostPerSecond) }
}

function fail(thrown: unknown): never {
  throw toFailure(thrown)
}

function toDelayMs(at: Instant): number {
  return Math.max(0, at - toInstant(Date.now()))
}
