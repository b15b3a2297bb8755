/**
 * Brings a file of the embedded store up to date: its `user_version` says how many of the migrations in `embedded-schema.ts` it
 * has had, its `application_id` which ones. `embedded-database.ts` runs this once when it opens a file.
 */
import { createHash } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import { Failure } from '../domain/failure.ts'
import { MIGRATIONS } from './embedded-schema.ts'
import { parseNumber } from './field.ts'

/**
 * Brings the tables to the newest of `migrations`, each in a transaction of its own; throws `STORE_UNAVAILABLE`, having
 * changed nothing, when the file has had more migrations than this program knows, or others.
 */
export function migrate(db: DatabaseSync, migrations: readonly string[] = MIGRATIONS): void {
  while (applyNext(db, migrations)) {
    // one migration per turn
  }
}

function applyNext(db: DatabaseSync, migrations: readonly string[]): boolean {
  // The version is read under the write lock: two processes that open a fresh file together must not both create it.
  db.exec('BEGIN IMMEDIATE')
  try {
    const version = parseNumber(db.prepare('PRAGMA user_version').get()?.user_version, 'user_version')
    if (version > migrations.length) {
      throw new Failure('STORE_UNAVAILABLE', { message: 'The store was written by a newer version of the gateway.' })
    }
    const known = parseNumber(db.prepare('PRAGMA application_id').get()?.application_id, 'application_id')
    if (version > 0 && known !== toMark(migrations.slice(0, version))) {
      throw new Failure('STORE_UNAVAILABLE', {
        message: 'The store has tables of another version of the gateway: run that version, or start with a new file.',
      })
    }
    const migration = migrations[version]
    if (migration !== undefined) {
      const mark = toMark(migrations.slice(0, version + 1))
      db.exec(`${migration};PRAGMA user_version = ${version + 1};PRAGMA application_id = ${mark}`)
    }
    db.exec('COMMIT')
    return migration !== undefined
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK')
    throw error
  }
}

/** A number for these migrations, small enough for the head of a file. */
function toMark(migrations: readonly string[]): number {
  return createHash('sha256').update(JSON.stringify(migrations)).digest().readInt32BE()
}
