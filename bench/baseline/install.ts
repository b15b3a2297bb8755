/** Mercurius has its own packages in its own folder, since it needs another major of graphql than the gateway. */
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../process.ts'

const FOLDER = join(ROOT, 'bench/baseline/mercurius')

/** Installs what its lock names, once. False where that is not possible; says so. */
export function installMercurius(): boolean {
  if (existsSync(join(FOLDER, 'node_modules/mercurius'))) return true
  try {
    execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: FOLDER, stdio: ['ignore', 'ignore', 'pipe'] })
    return true
  } catch (thrown) {
    console.error(`Mercurius cannot be installed and is left out: ${String(thrown).slice(0, 300)}`)
    return false
  }
}
