/**
 * Syncs SQLite's write-ahead log beside the event loop, for commits of records alone. SQLite keeps the log in one place as
 * long as the database is open, and never locks it. Two syncs may be under way: what is committed while the disk is busy need
 * not wait for the end of a sync that began too early to be of use to it.
 */
import { close, fdatasync, openSync } from 'node:fs'

const MOST_AT_ONCE = 2

export interface LogSync {
  /** True while a sync is under way. */
  isRunning(): boolean
  /** True when one more can begin right away. */
  hasRoom(): boolean
  /** Resolves once all that was committed before the call is on disk, by a sync that begins no earlier; rejects when it may not be. */
  sync(): Promise<void>
  /** Resolves once one of the syncs under way has ended, however; at once when there is none. */
  next(): Promise<void>
  /** Resolves once all that `sync` was called for is on disk; rejects when it may not be. */
  settle(): Promise<void>
  /** Lets the file go, after the syncs that were asked for. */
  close(): void
}

/** Calls back with null once what was written to the descriptor before the call is on disk, otherwise with an error. */
export type SyncData = (descriptor: number, done: (error: unknown) => void) => void

/** The system tells of what it could not write once for each descriptor: two syncs through one would hide it from each other. */
interface Lane {
  descriptor: number | null
  running: Promise<void> | null
}

/** Syncs the log at `path`, which must be there by the first call of `sync`. */
export function createLogSync(path: string, syncData: SyncData = fdatasync): LogSync {
  const lanes: readonly Lane[] = Array.from({ length: MOST_AT_ONCE }, () => ({ descriptor: null, running: null }))
  /** The one that began last: when it ends, all that was committed before it is on disk. */
  let latest: Promise<void> | null = null
  /** The one that begins as soon as there is room. */
  let following: Promise<void> | null = null
  let isClosed = false

  const findFree = (): Lane | undefined => lanes.find(({ running }) => running === null)

  function start(lane: Lane): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const end = (error: unknown): void => {
      lane.running = null
      // One that failed tells nothing of those that began before it.
      if (latest === promise)
        latest = error === null ? null : (lanes.find((each) => each.running !== null)?.running ?? null)
      if (isClosed) release()
      if (error === null) resolve()
      else reject(error)
    }
    lane.running = promise
    latest = promise
    try {
      lane.descriptor ??= openSync(path, 'r+')
      syncData(lane.descriptor, end)
    } catch (error) {
      end(error)
    }
    return promise
  }

  async function startFollowing(): Promise<void> {
    let free = findFree()
    for (; free === undefined; free = findFree()) await next()
    following = null
    return start(free)
  }

  async function next(): Promise<void> {
    const running = lanes.flatMap((lane) => lane.running ?? [])
    if (running.length > 0) await Promise.race(running).catch(() => undefined)
  }

  function release(): void {
    for (const lane of lanes) {
      if (following !== null || lane.running !== null || lane.descriptor === null) continue
      close(lane.descriptor, () => undefined)
      lane.descriptor = null
    }
  }

  return {
    isRunning: () => lanes.some(({ running }) => running !== null),
    hasRoom: () => following === null && findFree() !== undefined,
    sync() {
      if (following !== null) return following
      const free = findFree()
      // Those that run began before this commit; the next is for all who come meanwhile.
      return free === undefined ? (following = startFollowing()) : start(free)
    },
    next,
    settle: async () => void (await (following ?? latest)),
    close() {
      isClosed = true
      release()
    },
  }
}
