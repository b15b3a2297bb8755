/** A sealing key made on first start and kept in a file, for the sandbox only: real keys come from the environment. */
import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { SealingKey } from './seal.ts'

/** The key in the file at `path`, made when the file is absent. Rejects when the file holds anything else. */
export async function loadSealingKeyFile(path: string): Promise<SealingKey> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  try {
    await writeFile(path, randomBytes(32).toString('base64'), { mode: 0o600, flag: 'wx' })
  } catch (thrown) {
    if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST')) throw thrown
  }
  const key = Buffer.from(await readFile(path, 'utf8'), 'base64')
  if (key.length !== 32) throw new Error(`${path} does not hold a sealing key; move it away to have a new one made`)
  return { name: 'sandbox', key }
}
