/** One embedded store, one gateway: a second one is refused in plain words, and whoever dies lets go. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { holdFolder } from '../../src/store/embedded-database.ts'
import { openEmbeddedStore } from '../../src/store/embedded.ts'
import { fixedClock, testSeal } from '../support/store-record.ts'

const ROOT = join(import.meta.dirname, '../..')
const { PATH = '', HOME = '' } = process.env

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'finpass-graph-held-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

it('refuses a second gateway with a code and the folder, and makes no trouble for commands', async () => {
  const letGo = holdFolder(directory)
  expect(statSync(join(directory, 'gateway.lock')).mode & 0o777).toBe(0o600)
  const env = { PATH, HOME, DATA_DIR: directory, PORT: '0', METRICS_PORT: '0' }
  const second = spawn(process.execPath, ['src/main.ts'], { cwd: ROOT, env, stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  second.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  expect(await once(second, 'close')).toEqual([1, null])
  expect(said).toContain(`STORE_HELD: another gateway keeps its store in DATA_DIR ${directory}.`)
  const beside = await openEmbeddedStore({ path: join(directory, 'gateway.db'), seal: testSeal(), clock: fixedClock })
  await beside.close()
  letGo()
}, 30_000)

it('is held by the next one as soon as the one before is closed', async () => {
  const options = { path: join(directory, 'gateway.db'), seal: testSeal(), clock: fixedClock, isHeld: true }
  const store = await openEmbeddedStore(options)
  await store.close()
  const next = await openEmbeddedStore(options)
  await next.close()
  expect(() => holdFolder(directory)()).not.toThrow()
})

it('is let go by one that is killed', async () => {
  const module = JSON.stringify(join(ROOT, 'src/store/embedded-database.ts'))
  const script = `const { holdFolder } = await import(${module}); holdFolder(process.argv[1]); console.log('held'); setInterval(() => {}, 1000)`
  const holder = spawn(process.execPath, ['--input-type=module', '-e', script, directory], {
    env: { PATH, HOME },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(holder.stdout, 'data')
  expect(() => holdFolder(directory)).toThrow(expect.objectContaining({ code: 'STORE_HELD' }))
  holder.kill('SIGKILL')
  await once(holder, 'close')
  expect(() => holdFolder(directory)()).not.toThrow()
}, 30_000)
