/**
 * Group commit of the embedded store: the writes of one turn of the event loop share one transaction, each behind a
 * savepoint of its own, and every writer hears of its write once the shared commit is durable. A commit of records alone
 * is synced beside the event loop; any other before somebody else can read it. A write that fails takes no other with it.
 */
import { close, fdatasync, openSync } from 'node:fs'
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { promisify } from 'node:util'
import { Failure } from '../domain/failure.ts'

/** Writes of one transaction at most, and how long they may hold up everything else together. */
const MOST_TOGETHER = 1_000
const LONGEST_MS = 20

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

/** Commits on `db`, whose write-ahead log stands at `logPath`. */
export function createGroupCommit(
  db: DatabaseSync,
  logPath: string,
  prepare: (sql: string) => StatementSync,
): GroupCommit {
  const queue: Waiting[] = []
  const log = createLogSync(logPath)
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
    setImmediate(() => {
      isScheduled = false
      if (log.isRunning() && isRecordsAlone()) return waitForSync()
      commitSome()
      if (queue.length > 0) schedule()
    })
  }

  /** What is committed while a sync runs waits for the next one: better one commit then than several until then. */
  function waitForSync(): void {
    if (isWaiting) return
    isWaiting = true
    const goOn = (): void => {
      isWaiting = false
      if (queue.length > 0) schedule()
    }
    log.settle().then(goOn, goOn)
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

interface LogSync {
  /** True while a sync is under way. */
  isRunning(): boolean
  /** Resolves once all that was committed before the call is on disk. */
  sync(): Promise<void>
  /** Resolves once the syncs that were asked for are done. */
  settle(): Promise<void>
  close(): void
}

const syncData = promisify(fdatasync)

/** Syncs the write-ahead log. SQLite keeps it in one place as long as the database is open, and never locks it. */
function createLogSync(path: string): LogSync {
  let descriptor: number | null = null
  let running: Promise<void> | null = null
  let next: Promise<void> | null = null
  let isClosed = false

  function start(): Promise<void> {
    descriptor ??= openSync(path, 'r+')
    const started = syncData(descriptor).finally(() => {
      if (running === started) running = null
      if (isClosed && running === null && next === null) release()
    })
    running = started
    return started
  }

  function release(): void {
    if (descriptor !== null) close(descriptor, () => undefined)
    descriptor = null
  }

  return {
    isRunning: () => running !== null,
    async sync() {
      if (running === null) return start()
      // One that runs may have begun before this commit; the next is for all who come meanwhile.
      next ??= running
        .catch(() => undefined)
        .then(() => {
          next = null
          return start()
        })
      return next
    },
    settle: async () => void (await (next ?? running)),
    close() {
      isClosed = true
      if (running === null && next === null) release()
    },
  }
}
