/** What a gateway's store has on disk, byte by byte: SQLite's file with its log, Redis's snapshot with its append-only files. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { RedisServer } from '../../../support/redis-server.ts'

/** Where the bytes are: `redis` is null in embedded mode, where the file is in `directory`. */
export interface StorePlace {
  readonly redis: RedisServer | null
  readonly directory: string
}

/** Everything on disk, a snapshot of Redis's memory included. */
export async function readStoreBytes({ redis, directory }: StorePlace): Promise<Buffer> {
  if (redis !== null) {
    await redis.send('CONFIG', 'SET', 'rdbcompression', 'no')
    await redis.send('SAVE')
  }
  const folder = redis?.directory ?? directory
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  // One that is gone meanwhile is what this is about.
  const parts = await Promise.all(files.map((file) => readFile(file).catch(() => Buffer.alloc(0))))
  return Buffer.concat(parts)
}

/** Those of the texts that stand in the store. */
export async function findInStore(place: StorePlace, texts: readonly string[]): Promise<string[]> {
  const bytes = await readStoreBytes(place)
  return texts.filter((text) => bytes.includes(text))
}

/** What an operator does after an erasure that must reach the disk: Redis writes its append-only file anew. */
export async function rewriteLog({ redis }: StorePlace): Promise<void> {
  if (redis === null) return
  await redis.send('CONFIG', 'SET', 'rdbcompression', 'no')
  await redis.send('BGREWRITEAOF')
  for (let look = 0; look < 600; look += 1) {
    const info = await redis.send('INFO', 'persistence')
    if (/aof_rewrite_in_progress:0/.test(info) && /aof_rewrite_scheduled:0/.test(info)) return
    await wait(50)
  }
  throw new Error('Redis does not come to the end of its rewrite')
}
