/**
 * How the parts of the embedded store reach their database: prepared statements, transactions, and one way for whatever
 * goes wrong to become `STORE_UNAVAILABLE`. `node:sqlite` works on the calling thread, so every piece of work given in
 * here is kept to a few rows or one bounded batch.
 */
import { setImmediate } from 'node:timers/promises'
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { Failure } from '../domain/failure.ts'
import { createGroupCommit, type GroupCommit } from './embedded-commit.ts'
import { createLogSync } from './log-sync.ts'

export interface EmbeddedConnection extends Pick<GroupCommit, 'transact' | 'record' | 'settle'> {
  /** The statement for `sql`, prepared once. Texts must come from a bounded set: values are bound, never written into them. */
  prepare(sql: string): StatementSync
  /** Runs reads; rejects with `STORE_UNAVAILABLE` when they throw or the connection is closed. */
  run<Result>(work: () => Result): Promise<Result>
  /** Runs reads that must all be of the same moment; rejects like `run`, and waits for no writer. */
  readTogether<Result>(work: () => Result): Promise<Result>
  /** Notes, inside the transaction that removes a record, that its bytes are still to be removed from the files. */
  markRemoval(): void
  /**
   * Rewrites the file without the bytes of removed records, if there are any. Resolves in any case: a rewrite that could
   * not be done now stays due, across restarts, until the next call.
   */
  compact(): Promise<void>
  /** Finishes the writes that wait and closes the database; later work is refused. */
  close(): void
}

/** Wraps an open database that has its tables, kept in the file at `path`. */
export function createEmbeddedConnection(db: DatabaseSync, path: string): EmbeddedConnection {
  const statements = new Map<string, StatementSync>()
  const { finish, ...commit } = createGroupCommit(db, createLogSync(`${path}-wal`), prepare)
  let compaction: Promise<void> | null = null

  function prepare(sql: string): StatementSync {
    const known = statements.get(sql)
    if (known !== undefined) return known
    const statement = db.prepare(sql)
    statements.set(sql, statement)
    return statement
  }

  async function run<Result>(work: () => Result): Promise<Result> {
    try {
      return work()
    } catch (error) {
      throw error instanceof Failure ? error : new Failure('STORE_UNAVAILABLE', { cause: error })
    }
  }

  function readTogether<Result>(work: () => Result): Promise<Result> {
    return run(() => {
      prepare('BEGIN DEFERRED').run()
      try {
        const result = work()
        prepare('COMMIT').run()
        return result
      } catch (error) {
        if (db.isTransaction) prepare('ROLLBACK').run()
        throw error
      }
    })
  }

  /**
   * `secure_delete` blanks a removed row where it stood, but when rows had moved between pages before, a copy can stay
   * behind in unused space (seen for 1 row in 900). Only a rewrite removes it for certain: 0.1 s for 10,000 applicants.
   */
  function rewrite(): void {
    const due = prepare('SELECT compaction_due FROM housekeeping').get()?.compaction_due ?? 0
    if (due === 0) return
    db.exec('VACUUM')
    const checkpoint = prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()
    // Busy: somebody else still reads the old log, so the old bytes are still in it. Another count: another process has
    // removed something since, which this rewrite did not see.
    if (checkpoint?.busy === 0) {
      prepare('UPDATE housekeeping SET compaction_due = 0 WHERE compaction_due = ?').run(due)
    }
  }

  return {
    prepare,
    run,
    readTogether,
    ...commit,
    markRemoval() {
      prepare('UPDATE housekeeping SET compaction_due = compaction_due + 1').run()
    },
    compact() {
      // Removals that come together share one rewrite, which begins after all of them.
      compaction ??= setImmediate().then(() => {
        compaction = null
        // One that fails is still due: the next removal, sweep or start rewrites.
        return run(rewrite).catch(() => undefined)
      })
      return compaction
    },
    close() {
      if (!db.isOpen) return
      finish()
      db.close()
    },
  }
}
