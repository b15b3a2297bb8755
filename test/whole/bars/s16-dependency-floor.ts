/**
 * S16: what is installed is what was agreed, and nothing of it is older than the version that mended a known hole. The full
 * variant installs what production needs, without running anybody's install script, and starts the gateway from that.
 */
import { spawn } from 'node:child_process'
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readFiles, ROOT } from '../../guards/source.ts'
import type { Bar, Figures } from './harness/bar.ts'
import { type DependencyFloors, findBelow, findStrangers, type Lock, readPackages } from './harness/dependency.ts'

const START_MS = 20_000

export const bar: Bar = {
  id: 'S16',
  name: 'dependency floor',
  modes: ['embedded'],
  limits: (run) => ({
    packages: { least: 50 },
    belowFloor: { exactly: 0 },
    floorsUnmet: { exactly: 0 },
    copiesOfGraphql: { exactly: 1 },
    strangers: { exactly: 0 },
    cacheInterceptors: { exactly: 0 },
    ...run.scale<object>({ startsWithoutScripts: { exactly: 1 } }, {}),
  }),
  async run(run) {
    const floors = JSON.parse(await readFile(join(ROOT, 'dependency-floor.json'), 'utf8')) as DependencyFloors // our own file
    const lock = JSON.parse(await readFile(join(ROOT, 'package-lock.json'), 'utf8')) as Lock // npm's own file
    const packages = readPackages(run.isDefended ? lock : weaken(lock))
    const below = findBelow(packages, floors)
    const strangers = findStrangers(packages, floors)
    if (below.length + strangers.length > 0) run.say(`S16: ${[...below, ...strangers].join(', ')}`)
    const figures: Figures = {
      packages: packages.length,
      belowFloor: below.length,
      floorsUnmet: floors.floors.filter((floor) => !packages.some(({ name }) => name === floor.package)).length,
      copiesOfGraphql: packages.filter(({ name }) => name === 'graphql').length,
      strangers: strangers.length,
      cacheInterceptors: countCacheInterceptors(),
    }
    return run.isQuick ? figures : { ...figures, startsWithoutScripts: await startFromProduction(run.say) }
  },
}

/** What a careless update would make of the lock file. */
function weaken(lock: Lock): Lock {
  const undici = { ...lock.packages['node_modules/undici'], version: '7.28.0' }
  const nested = { 'node_modules/other/node_modules/graphql': { version: '16.8.0' } }
  return { packages: { ...lock.packages, 'node_modules/undici': undici, 'node_modules/other': {}, ...nested } }
}

/** It serves one caller's private body to another when its rules of freshness are met by accident. */
function countCacheInterceptors(): number {
  const files = readFiles('src')
  if (files.length < 50) throw new Error('the source was not read')
  return files.filter(({ text }) => /interceptors\.cache|cacheStores|SqliteCacheStore|MemoryCacheStore/.test(text))
    .length
}

/** 1 when the gateway starts with production's packages alone, none of whose scripts has run. */
async function startFromProduction(say: (text: string) => void): Promise<number> {
  const directory = await mkdtemp(join(tmpdir(), 'finpass-graph-floor-'))
  try {
    for (const part of ['package.json', 'package-lock.json', 'src', 'schema']) {
      await cp(join(ROOT, part), join(directory, part), { recursive: true })
    }
    const install = ['ci', '--ignore-scripts', '--omit=dev', '--no-audit', '--no-fund']
    const installed = await untilSaid(spawn('npm', install, { cwd: directory }), null)
    // The one that runs us comes with the image, and from a script that was not run here.
    const node = join(ROOT, 'node_modules/.bin/node')
    const { PATH = '', HOME = '' } = process.env
    const env = { PATH, HOME, PORT: '0', DATA_DIR: join(directory, 'data'), LOG_LEVEL: 'warn' }
    const said = await untilSaid(spawn(node, ['src/main.ts'], { cwd: directory, env }), 'finpass-graph is ready')
    if (!said.includes('finpass-graph is ready')) say(`S16: ${installed}\n${said}`)
    return said.includes('finpass-graph is ready') ? 1 : 0
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

/** All that a process said until it said `wanted`, ended, or ran out of time; then it is ended. */
async function untilSaid(child: ReturnType<typeof spawn>, wanted: string | null): Promise<string> {
  let said = ''
  const { promise, resolve } = Promise.withResolvers<void>()
  const late = setTimeout(resolve, wanted === null ? 10 * START_MS : START_MS)
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      said += text
      if (wanted !== null && said.includes(wanted)) resolve()
    })
  }
  child.once('error', (error) => {
    said += error.message
    resolve()
  })
  const exited = new Promise<void>((done) => child.once('close', () => done()))
  void exited.then(resolve)
  await promise
  clearTimeout(late)
  child.kill('SIGKILL')
  await exited
  return said
}
