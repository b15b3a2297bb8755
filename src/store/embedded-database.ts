/** The file behind the embedded store: opened with what makes a write durable, and held by one gateway at a time. */
import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Failure } from '../domain/failure.ts'
import { migrate } from './embedded-migration.ts'

/**
 * Pages of 4 KiB in the write-ahead log before it is worked into the file, which stops everything for as long as the disk
 * takes to sync twice. Records write the same pages again and again, so with twice SQLite's 1,000 it does half of that work;
 * with four times as many, one such stop took 250 ms on a busy disk.
 */
const LOG_PAGES = 2_000

/** The open database with its tables up to date; throws `STORE_UNAVAILABLE` when that cannot be had. */
export function openDatabase(path: string, busyTimeoutMs: number): DatabaseSync {
  let db: DatabaseSync | null = null
  try {
    makePrivate(path)
    db = new DatabaseSync(path, { timeout: busyTimeoutMs })
    db.exec(`PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA wal_autocheckpoint = ${LOG_PAGES}`)
    const mode = db.prepare('PRAGMA journal_mode = WAL').get()?.journal_mode
    if (mode !== 'wal') throw new Error('the file system of the store cannot keep a write-ahead log')
    migrate(db)
    return db
  } catch (error) {
    if (db?.isOpen) db.close()
    throw error instanceof Failure ? error : new Failure('STORE_UNAVAILABLE', { cause: error })
  }
}

/** Another gateway has the folder. */
export class StoreHeldError extends Error {
  readonly code = 'STORE_HELD'
}

/** Whoever is on its way out gets as long to let go. */
const PATIENCE_MS = 2_000

/**
 * Keeps every other gateway from the folder until the given function is called, or the process ends in whatever way: the
 * lock is one of the system's, on an empty file beside the store. Throws `StoreHeldError` when another one has it,
 * `STORE_UNAVAILABLE` when the folder cannot be written to.
 */
export function holdFolder(directory: string): () => void {
  const path = join(directory, 'gateway.lock')
  let db: DatabaseSync | null = null
  try {
    makePrivate(path)
    db = new DatabaseSync(path, { timeout: PATIENCE_MS })
    // Nothing is ever written in this transaction, nor does it ever end.
    db.exec('BEGIN EXCLUSIVE')
    const held = db
    return () => {
      if (held.isOpen) held.close()
    }
  } catch (error) {
    if (db?.isOpen) db.close()
    if (error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY) {
      throw new StoreHeldError('another gateway keeps its store there')
    }
    throw new Failure('STORE_UNAVAILABLE', { cause: error })
  }
}

const SQLITE_BUSY = 5

/** SQLite would make the file readable to all; what it puts beside the file takes over the file's own mode. */
function makePrivate(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  closeSync(openSync(path, 'a', 0o600))
  chmodSync(path, 0o600)
}
