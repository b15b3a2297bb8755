/**
 * Builds what the package @finpass-graph/client publishes: JavaScript and types of client/ and of the typed documents, into
 * client/dist. `npm pack` in client/ runs it. Exits as the compiler does; nothing is left of an earlier build.
 */
import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')

rmSync(join(root, 'client/dist'), { recursive: true, force: true })
const compiler = join(root, 'node_modules/typescript/bin/tsc')
const { status } = spawnSync(process.execPath, [compiler, '--project', join(root, 'client')], { stdio: 'inherit' })
process.exitCode = status ?? 1
