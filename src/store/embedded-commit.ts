/**
 * Group commit of the embedded store: the writes of one turn of the event loop share one transaction, each behind a
 * savepoint of its own, and every writer hears of its write once the shared commit is durable. A commit of records alone
 * is synced beside the event loop, two at most at the same time; any other before somebody else can read it. A write that
 * fails takes no other with it.
 */
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { Failure } from '../domain/failure.ts'
import type { LogSync } from './log-sync.ts'

/** Writes of one transaction at most, and how long they may hold up everything else together. */
const MOST_TOGETHER = 1_000
const LONGEST_MS = 20
/** A turn of the event loop that took no longer had nothing to do. */
const IDLE_TURN_MS = 0.03

export interface GroupCommit {
  /** Runs `work` in the next transaction, all of it or nothing; rejects with `STORE_UNAVAILABLE` when it throws or is not durable. */
  transact<Result>(work: () => Result): Promise<Result>
  /** As `transact`, for what may be read a moment before it is durable: its promise still waits until it is. */
  record<Result>(work: () => Result): Promise<Result>
  /** Resolves once every record that can be read is durable; rejects with `STORE_UNAVAILABLE`. */
  settle(): Promise<void>
  /** Runs what waits, to the end. */
  finish(): void
}

interface Waiting {
  readonly isRecord: boolean
  work(): unknown
  resolve(result: unknown): void
  reject(error: unknown): void
}

/** What became of one write inside the transaction. */
type Done = { readonly waiting: Waiting } & ({ readonly result: unknown } | { readonly error: unknown })

/** Commits on `db`, whose write-ahead log `log` syncs. */
export function createGroupCommit(
  db: DatabaseSync,
  log: LogSync,
  prepare: (sql: string) => StatementSync,
): GroupCommit {
  const queue: Waiting[] = []
  let isScheduled = false
  let isWaiting = false
  let isSynchronous = true

  function enqueue<Result>(work: () => Result, isRecord: boolean): Promise<Result> {
    const { promise, resolve, reject } = Promise.withResolvers<Result>()
    queue.push({ isRecord, work, resolve, reject })
    schedule()
    return promise
  }

  function schedule(): void {
    if (isScheduled) return
    isScheduled = true
    setImmediate(look, Number.NEGATIVE_INFINITY)
  }

  /** `before` is when the turn before looked, if it did. */
  function look(before: number): void {
    isScheduled = false
    if (log.isRunning() && isRecordsAlone() && !isIdleSince(before)) return
    commitSome()
    if (queue.length > 0) schedule()
  }

  /**
   * As long as there is something else to do, what waits is better committed once, with all who come until the disk is free. When
   * there is nothing, it is synced beside the sync under way. False when it will be looked at again.
   */
  function isIdleSince(before: number): boolean {
    if (!log.hasRoom()) {
      waitForRoom()
      return false
    }
    const now = performance.now()
    if (now - before < IDLE_TURN_MS) return true
    isScheduled = true
    setImmediate(look, now)
    return false
  }

  function waitForRoom(): void {
    if (isWaiting) return
    isWaiting = true
    void log.next().then(() => {
      isWaiting = false
      if (queue.length > 0) schedule()
    })
  }

  function isRecordsAlone(): boolean {
    return queue.slice(0, MOST_TOGETHER).every(({ isRecord }) => isRecord)
  }

  /** Records alone are synced by ourselves; SQLite cannot do it beside the event loop. */
  function setSynchronous(wanted: boolean): void {
    if (isSynchronous === wanted) return
    db.exec(`PRAGMA synchronous = ${wanted ? 'FULL' : 'NORMAL'}`)
    isSynchronous = wanted
  }

  function commitSome(): void {
    const done: Done[] = []
    const taken: Waiting[] = []
    try {
      // A head of records is not made to wait for the disk by what comes behind it.
      const isRecording = isRecordsAlone()
      setSynchronous(!isRecording)
      prepare('BEGIN IMMEDIATE').run()
      const until = performance.now() + LONGEST_MS
      while (queue.length > 0 && taken.length < MOST_TOGETHER && (taken.length === 0 || performance.now() < until)) {
        // Who shares with nobody needs no way back of its own: it would copy every page that is written to.
        const isAlone = taken.length === 0 && queue.length === 1
        const waiting = queue.shift() as Waiting // the queue is not empty
        taken.push(waiting)
        done.push(isAlone ? { waiting, result: waiting.work() } : runBehindSavepoint(waiting))
      }
      prepare('COMMIT').run()
      if (isRecording) {
        log.sync().then(
          () => done.forEach(tell),
          (error: unknown) => taken.forEach(({ reject }) => reject(toUnavailable(error))),
        )
      } else done.forEach(tell)
    } catch (error) {
      // SQLite has rolled back by itself after some errors, e.g. a full disk.
      if (db.isOpen && db.isTransaction) prepare('ROLLBACK').run()
      // Nothing could even be begun: those who wait would fare no better.
      if (taken.length === 0) taken.push(...queue.splice(0))
      for (const { reject } of taken) reject(toUnavailable(error))
    }
  }

  function runBehindSavepoint(waiting: Waiting): Done {
    prepare('SAVEPOINT one').run()
    try {
      const result = waiting.work()
      prepare('RELEASE one').run()
      return { waiting, result }
    } catch (error) {
      // Rolled back as a whole: then the others are lost with it, and are told so.
      if (!db.isTransaction) throw error
      prepare('ROLLBACK TO one').run()
      prepare('RELEASE one').run()
      return { waiting, error }
    }
  }

  return {
    transact: (work) => enqueue(work, false),
    record: (work) => enqueue(work, true),
    settle: () => log.settle().catch((error: unknown) => Promise.reject(toUnavailable(error))),
    finish() {
      while (queue.length > 0) commitSome()
      log.close()
    },
  }
}

function tell(done: Done): void {
  if ('error' in done) done.waiting.reject(toUnavailable(done.error))
  else done.waiting.resolve(done.result)
}

function toUnavailable(error: unknown): Failure {
  return error instanceof Failure ? error : new Failure('STORE_UNAVAILABLE', { cause: error })
}
