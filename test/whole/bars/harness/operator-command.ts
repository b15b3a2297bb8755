/** The commands that an operator runs beside the gateway, as processes that live by a clock that was moved. */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { CLUSTER_KEY } from './cluster.ts'
import type { StorePlace } from './store-bytes.ts'

const ROOT = join(import.meta.dirname, '../../../..')
const NODE = join(ROOT, 'node_modules/.bin/node')

/** What it printed and how it ended; never rejects. */
export function runCommand(
  { redis, directory }: StorePlace,
  environment: Readonly<Record<string, string>>,
  [script = '', ...args]: readonly string[],
): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  const { PATH = '' } = process.env
  const store: Record<string, string> = redis === null ? { DATA_DIR: directory } : { REDIS_URL: redis.url }
  const keys = `${CLUSTER_KEY.name}:${CLUSTER_KEY.key.toString('base64')}`
  const options = { cwd: ROOT, env: { PATH, SEALING_KEYS: keys, ...store, ...environment } }
  return new Promise((resolve) => {
    execFile(NODE, [script, ...args], options, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code ?? 1), stdout, stderr })
    })
  })
}
