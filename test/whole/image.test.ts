/**
 * What the Dockerfile does, by hand and without Docker: production packages alone, the source as it is, a compile cache, nothing
 * that the process may write to but its data, and a user without rights where the tests may choose one.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ROOT } from '../guards/source.ts'
import { readImageEnvironment } from '../support/image.ts'
import { type Lock, readPackages } from './bars/harness/dependency.ts'

/** `nobody` on every Linux. */
const NOBODY = 65_534

let folder: string
let app: string
let gateway: ChildProcess | undefined
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'finpass-graph-image-'))
  chmodSync(folder, 0o755)
  app = join(folder, 'app')
  mkdirSync(app)
  for (const name of ['package.json', 'schema', 'src', 'examples/web/built'])
    cpSync(join(ROOT, name), join(app, name), { recursive: true })
  // As npm ci --omit=dev leaves them, only copied instead of fetched.
  const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as Lock // npm's own
  for (const [path, { dev, devOptional, optional }] of Object.entries(lock.packages)) {
    if (!path.startsWith('node_modules/') || dev === true || devOptional === true) continue
    const [from, to] = [join(ROOT, path), join(app, path)]
    try {
      cpSync(from, to, { recursive: true, filter: (source) => !source.slice(from.length).includes('/node_modules') })
    } catch (thrown) {
      // Those of other systems are not there.
      if (optional !== true) throw thrown
    }
  }
}, 60_000)
afterAll(() => {
  gateway?.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
}, 60_000)

function forbidWriting(path: string): void {
  const isFolder = statSync(path).isDirectory()
  if (isFolder) for (const name of readdirSync(path)) forbidWriting(join(path, name))
  chmodSync(path, isFolder ? 0o555 : 0o444)
}

function giveToRoot(path: string): void {
  if (statSync(path).isDirectory()) for (const name of readdirSync(path)) giveToRoot(join(path, name))
  chownSync(path, 0, 0)
}

it('starts from a cache that was compiled before, writes to its data alone, answers and stops', async () => {
  const { PATH = '' } = process.env
  const cache = join(app, '.compile-cache')
  mkdirSync(cache)
  const isRoot = process.getuid?.() === 0
  const user = isRoot ? { uid: NOBODY, gid: NOBODY } : {}
  if (isRoot) chownSync(cache, NOBODY, NOBODY)
  const image = { PATH, ...readImageEnvironment(), NODE_COMPILE_CACHE: cache, HOST: '127.0.0.1', PORT: '0' }
  const compiled = spawnSync(process.execPath, ['src/command/compile.ts'], {
    cwd: app,
    env: image,
    encoding: 'utf8',
    ...user,
  })
  expect(compiled).toMatchObject({ status: 0, stderr: '' })
  const [kept = ''] = readdirSync(cache)
  const entries = readdirSync(join(cache, kept)).length
  expect(entries).toBeGreaterThan(300)
  if (isRoot) giveToRoot(cache)
  forbidWriting(app)
  // Node keeps one for each user, and uses none where it may not make its own.
  const used = spawnSync(process.execPath, ['-p', 'require("node:module").getCompileCacheDir()'], {
    env: image,
    encoding: 'utf8',
    ...user,
  })
  expect(used).toMatchObject({ status: 0, stdout: `${join(cache, kept)}\n` })
  const data = join(folder, 'data')
  mkdirSync(data, { mode: 0o700 })
  if (isRoot) chownSync(data, NOBODY, NOBODY)
  // Where node's own binary stands nobody may look, perhaps.
  const started = spawn(process.execPath, ['src/main.ts'], {
    cwd: app,
    env: { ...image, METRICS_PORT: '0', DATA_DIR: data, AUTH: 'off', DRAIN_MS: '0' },
    ...user,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  gateway = started
  let said = ''
  const url = await new Promise<string>((resolve, reject) => {
    const listen = (text: string): void => {
      said += text
      const found = /GraphQL +(http\S+)\/graphql/.exec(said)?.[1]
      if (found !== undefined) resolve(found)
    }
    started.stdout.setEncoding('utf8').on('data', listen)
    started.stderr.setEncoding('utf8').on('data', listen)
    started.once('error', reject)
    started.once('exit', (code) => reject(new Error(`ended with ${code}:\n${said}`)))
  })
  for (const path of ['/livez', '/readyz']) expect((await fetch(`${url}${path}`)).status).toBe(200)
  // As the image's HEALTHCHECK asks.
  const check = /CMD \["node", "-e", "(.*)"\]/.exec(readFileSync(join(ROOT, 'Dockerfile'), 'utf8'))?.[1] ?? 'throw 0'
  const checked = spawnSync(process.execPath, ['-e', check], { env: { PATH, PORT: new URL(url).port } })
  expect(checked.status).toBe(0)
  expect(readdirSync(data)).toContain('gateway.db')
  expect(readdirSync(join(cache, kept))).toHaveLength(entries)
  const exited = once(started, 'exit')
  started.kill('SIGTERM')
  expect(await exited).toEqual([0, null])
}, 60_000)

it('brings no development dependency', () => {
  const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as Lock // npm's own
  const packages = readPackages(lock)
  expect(packages.length).toBeGreaterThan(100)
  const there = new Set(readdirSync(join(app, 'node_modules')))
  for (const { name, isProduction } of packages) {
    if (isProduction || packages.some((each) => each.name === name && each.isProduction)) continue
    if (!name.startsWith('@')) expect(there, name).not.toContain(name)
  }
})
