import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { createGroupCommit } from '../../src/store/embedded-commit.ts'
import { createLogSync } from '../../src/store/log-sync.ts'
import { createSlowDisk, type SlowDisk } from '../support/slow-disk.ts'

describe('group commit', () => {
  it('gives the writes of one turn one transaction, in their order', async () => {
    using file = openFile()
    const results = await Promise.all([1, 2, 3].map((value) => file.commits.transact(() => file.insert(value))))
    expect(results).toEqual([1, 2, 3])
    expect(file.read()).toEqual([1, 2, 3])
    expect(file.count('BEGIN IMMEDIATE')).toBe(1)
  })

  it('takes back a write that fails and nothing else', async () => {
    using file = openFile()
    const outcomes = await Promise.allSettled([
      file.commits.transact(() => file.insert(1)),
      file.commits.transact(() => {
        file.insert(2)
        throw new Error('no more')
      }),
      file.commits.record(() => file.insert(3)),
    ])
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(outcomes[1]).toMatchObject({ reason: { code: 'STORE_UNAVAILABLE', cause: { message: 'no more' } } })
    expect(file.read()).toEqual([1, 3])
  })

  it('takes back a write that fails alone, and has no way back for one that does not', async () => {
    using file = openFile()
    const failing = file.commits.transact(() => {
      file.insert(1)
      throw new Error('no more')
    })
    await expect(failing).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE', cause: { message: 'no more' } })
    await expect(file.commits.record(() => file.insert(2))).resolves.toBe(2)
    expect(file.read()).toEqual([2])
    expect(file.count('SAVEPOINT one')).toBe(0)
  })

  it('tells all of them when what they share cannot be committed', async () => {
    using file = openFile()
    file.refuse('COMMIT')
    const outcomes = await Promise.allSettled([1, 2].map((value) => file.commits.transact(() => file.insert(value))))
    expect(outcomes).toMatchObject([1, 2].map(() => ({ status: 'rejected', reason: { code: 'STORE_UNAVAILABLE' } })))
    expect(file.read()).toEqual([])
    await file.commits.transact(() => file.insert(4))
    expect(file.read()).toEqual([4])
  })

  it('lets SQLite sync whatever is more than a record', async () => {
    using file = openFile()
    await file.commits.record(() => file.insert(1))
    expect(file.synchronous()).toBe('NORMAL')
    await Promise.all([file.commits.record(() => file.insert(2)), file.commits.transact(() => file.insert(3))])
    expect(file.synchronous()).toBe('FULL')
  })

  it('commits records together that come turn after turn while the disk is busy', async () => {
    using file = openFile()
    const recorded: Promise<unknown>[] = []
    for (let value = 0; value < 200; value += 1) {
      recorded.push(file.commits.record(() => file.insert(value)))
      await new Promise(setImmediate)
    }
    await Promise.all(recorded)
    expect(file.read()).toHaveLength(200)
    expect(file.count('BEGIN IMMEDIATE')).toBeLessThan(150)
  })

  it('does not let what is more than a record wait for the disk', async () => {
    using file = openFile()
    const recorded = file.commits.record(() => file.insert(1))
    await new Promise(setImmediate)
    const others = [file.commits.record(() => file.insert(2)), file.commits.transact(() => file.insert(3))]
    await new Promise(setImmediate)
    expect(file.read()).toEqual([1, 2, 3])
    await Promise.all([recorded, ...others])
  })

  it('commits and syncs what comes while the disk is busy once there is nothing else to do, but no third beside the two', async () => {
    const disk = createSlowDisk()
    using file = openFile(undefined, disk)
    const recorded = [1, 2, 3].map(async (value) => {
      while (disk.begun() < value - 1) await new Promise(setImmediate)
      const mine = file.commits.record(() => file.insert(value))
      return mine
    })
    while (disk.begun() < 2) await new Promise(setImmediate)
    for (let turn = 0; turn < 100; turn += 1) await new Promise(setImmediate)
    expect(file.read()).toEqual([1, 2])
    disk.end(2)
    await expect(recorded[1]).resolves.toBe(2)
    while (disk.begun() < 3) await new Promise(setImmediate)
    disk.end(1)
    disk.end(3)
    await expect(Promise.all(recorded)).resolves.toEqual([1, 2, 3])
  })

  it('lets records wait for the disk as long as there is something else to do', async () => {
    const disk = createSlowDisk()
    using file = openFile(undefined, disk)
    const recorded = [file.commits.record(() => file.insert(1))]
    while (disk.begun() < 1) await new Promise(setImmediate)
    for (let value = 2; value < 30; value += 1) {
      const until = performance.now() + 1
      while (performance.now() < until);
      recorded.push(file.commits.record(() => file.insert(value)))
      await new Promise(setImmediate)
    }
    expect(file.read()).toEqual([1])
    while (disk.begun() < 2) await new Promise(setImmediate)
    expect(file.read()).toHaveLength(29)
    disk.end(2)
    disk.end(1)
    await Promise.all(recorded)
  })

  it('does not take a record for durable whose sync fails', async () => {
    using file = openFile('/nowhere')
    const recorded = file.commits.record(() => file.insert(1))
    await expect(recorded).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
    await expect(file.commits.settle()).resolves.toBeUndefined()
    await expect(file.commits.transact(() => file.insert(2))).resolves.toBe(2)
  })

  it('lets other work through between transactions that are long', async () => {
    using file = openFile()
    let turns = 0
    const count = setInterval(() => {
      turns += 1
    }, 0)
    await Promise.all(
      Array.from({ length: 20 }, (_, value) =>
        file.commits.transact(() => {
          const until = performance.now() + 5
          while (performance.now() < until);
          return file.insert(value)
        }),
      ),
    )
    clearInterval(count)
    expect(turns).toBeGreaterThanOrEqual(2)
    expect(file.read()).toHaveLength(20)
  })

  it('finishes what waits and refuses what comes later', async () => {
    using file = openFile()
    const waiting = file.commits.transact(() => file.insert(1))
    file.commits.finish()
    expect(file.read()).toEqual([1])
    await waiting
    file.db.close()
    await expect(file.commits.transact(() => file.insert(2))).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
  })
})

/** A database with one table, and what was asked of it. */
function openFile(logPath?: string, disk?: SlowDisk) {
  const folder = mkdtempSync(join(tmpdir(), 'finpass-graph-commit-'))
  const path = join(folder, 'store.sqlite')
  const db = new DatabaseSync(path)
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE rows (value INTEGER)')
  const asked: string[] = []
  let refused = ''
  const log = createLogSync(logPath ?? `${path}-wal`, disk?.syncData)
  const commits = createGroupCommit(db, log, (sql) => {
    asked.push(sql)
    if (sql !== refused) return db.prepare(sql)
    refused = ''
    throw new Error('refused')
  })
  return {
    db,
    commits,
    insert: (value: number): number => {
      db.prepare('INSERT INTO rows VALUES (?)').run(value)
      return value
    },
    read: () =>
      db
        .prepare('SELECT value FROM rows ORDER BY rowid')
        .all()
        .map(({ value }) => value),
    count: (sql: string) => asked.filter((each) => each === sql).length,
    refuse: (sql: string) => {
      refused = sql
    },
    synchronous: () => ['OFF', 'NORMAL', 'FULL'][Number(db.prepare('PRAGMA synchronous').get()?.synchronous)],
    [Symbol.dispose]() {
      if (db.isOpen) db.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
