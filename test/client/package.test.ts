/**
 * The package as a stranger gets it: packed by npm, installed without a network into a folder of its own, used there by the
 * Node that the machine has, checked by a compiler, and by each of the examples against a real gateway.
 */
import { spawn, spawnSync } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ROOT } from '../guards/source.ts'
import { findProgram } from '../support/chromium.ts'
import { openTestGateway } from '../support/gateway.ts'

const COMPILER = join(ROOT, 'node_modules/typescript/bin/tsc')
/** What the examples use besides the package; in a folder of the reader's own, npm brings them. */
const NEIGHBOURS = ['@apollo/client', '@urql/core', 'graphql-ws']

/** A checkout with as much in it as packing takes, so that nothing is built where other tests read. */
let checkout: string
/** The folder of a stranger. */
let app: string

/** Without the repository's own Node in front, as a stranger's shell has it. */
const PATH = (process.env.PATH ?? '')
  .split(delimiter)
  .filter((folder) => !folder.includes('node_modules'))
  .join(delimiter)

function run(program: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, encoding: 'utf8', env: { ...process.env, PATH } })
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${status}:\n${stdout}${stderr}`)
  return stdout
}

beforeAll(async () => {
  checkout = await mkdtemp(join(tmpdir(), 'finpass-graph-pack-'))
  app = await mkdtemp(join(tmpdir(), 'finpass-graph-app-'))
  await Promise.all(
    ['client', 'schema/typed', 'scripts/client-build.ts', 'tsconfig.json', 'package.json'].map((path) =>
      cp(join(ROOT, path), join(checkout, path), { recursive: true, filter: (from) => !/\/dist\b|\.tgz$/.test(from) }),
    ),
  )
  await symlink(join(ROOT, 'node_modules'), join(checkout, 'node_modules'))
  const [{ filename }] = JSON.parse(run('npm', ['pack', '--json', '--silent'], join(checkout, 'client')))
  await writeFile(join(app, 'package.json'), JSON.stringify({ private: true, type: 'module' }))
  // What it depends on is taken from here: a registry is for strangers with a network.
  const packages = ['@graphql-typed-document-node/core', 'graphql'].map((name) => join(ROOT, 'node_modules', name))
  const options = ['--offline', '--no-audit', '--no-fund', '--silent', '--install-links']
  run('npm', ['install', ...options, join(checkout, 'client', filename), ...packages], app)
}, 60_000)
afterAll(async () => {
  await rm(checkout, { recursive: true, force: true })
  await rm(app, { recursive: true, force: true })
})

it('holds what it says and nothing else', async () => {
  const installed = join(app, 'node_modules/@finpass-graph/client')
  const files = await readdir(installed, { recursive: true, withFileTypes: true })
  const names = files.filter((file) => file.isFile()).map(({ name }) => name)
  expect(names.filter((name) => !/\.(?:js|d\.ts)$/.test(name)).toSorted()).toEqual(['README.md', 'package.json'])
  expect(names).toContain('react.js')
  expect(names.some((name) => name.startsWith('example'))).toBe(false)
})

const SCRIPT = `
import { watchApplicant } from '@finpass-graph/client'
import { UnderwriterViewDocument } from '@finpass-graph/client/operations'
import { WatchError } from '@finpass-graph/client/watch-error'
const [url, applicantId] = process.argv.slice(2)
const states = []
try {
  const watch = watchApplicant({ url, applicantId: UnderwriterViewDocument.documentId })
  for await (const step of watch) console.log(step)
} catch (thrown) {
  console.log(thrown instanceof WatchError, thrown.code)
}
for await (const { status } of watchApplicant({ url, applicantId, onState: ({ transport }) => states.push(transport) })) {
  console.log(process.version.split('.')[0], status, states[0])
  break
}
`

it('watches in the Node that the machine has, be it one without a WebSocket', async () => {
  await using test = await openTestGateway()
  const applicantId = await test.seed('consent-denied', ['AA_BSA'])
  await writeFile(join(app, 'script.js'), SCRIPT)
  const node = findProgram(['node'], PATH) ?? process.execPath
  const lines = await runBeside(node, ['script.js', `${test.gateway.url}/graphql`, applicantId])
  const version = run(node, ['--version'], app).split('.')[0]
  const transport = Number(version?.slice(1)) < 22 ? 'sse' : 'websocket'
  expect(lines).toEqual(['true ID_MALFORMED', `${version} CONSENT_DENIED ${transport}`])
})

const TYPED = `
import { watchJourney, type WatchJourneyOptions } from '@finpass-graph/client'
import { useJourney, type JourneyProgress } from '@finpass-graph/client/react'
import type { JourneyStep, JourneyStatus } from '@finpass-graph/client/step'
import { UnderwriterViewDocument } from '@finpass-graph/client/operations'
import type { ResultOf, VariablesOf } from '@graphql-typed-document-node/core'
const variables: VariablesOf<typeof UnderwriterViewDocument> = { applicantId: 'x' }
type View = ResultOf<typeof UnderwriterViewDocument>
export const income = (view: View): string | null | undefined => view.applicant?.itrFilings?.[0]?.income.totalIncome
export async function last(options: WatchJourneyOptions): Promise<JourneyStatus | null> {
  let step: JourneyStep | null = null
  for await (step of watchJourney(options));
  return (step as JourneyStep | null)?.status ?? null
}
export const percent = (): number | undefined => {
  const progress: JourneyProgress = useJourney('id', { url: 'x' })
  return progress.step?.percent
}
// @ts-expect-error -- there is no such variable
variables.applicant = 'x'
// @ts-expect-error -- a number is no status
export const status: JourneyStatus = 1
`

describe('in the eyes of a compiler', () => {
  beforeAll(() => link(['react', '@types/react', 'csstype']))

  it.each(['nodenext', 'bundler'])('has types, with the module resolution %s', async (resolution) => {
    const folder = join(app, resolution)
    await mkdir(folder)
    await writeFile(join(folder, 'typed.ts'), TYPED)
    const compilerOptions = {
      target: 'es2022',
      lib: ['es2023', 'dom', 'dom.iterable', 'dom.asynciterable'],
      module: resolution === 'bundler' ? 'esnext' : 'nodenext',
      moduleResolution: resolution,
      strict: true,
      exactOptionalPropertyTypes: true,
      noEmit: true,
      types: [],
    }
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['typed.ts'] }))
    expect(run(process.execPath, [COMPILER, '--project', folder], app)).toBe('')
  })
})

describe('an example', () => {
  beforeAll(async () => {
    await link([...NEIGHBOURS, '@types/node', 'undici-types'])
    await cp(join(ROOT, 'examples/clients'), join(app, 'examples'), { recursive: true })
  })

  it.each(['plain-fetch', 'apollo', 'urql'])(
    '%s asks, starts a journey and follows it to its end',
    async (name) => {
      await using test = await openTestGateway({ POLL_INTERVAL_MS: '100' })
      await test.seed('salaried-clean', ['ITR', 'AA_BSA'])
      // Two minutes of a borrower's in as many seconds.
      const pushing = setInterval(() => test.sandbox.clock.advance(3_000), 50)
      const lines = await runBeside(process.execPath, [`examples/${name}.ts`], {
        GRAPH_URL: `${test.gateway.url}/graphql`,
      })
      clearInterval(pushing)
      expect(lines[0]).toMatch(/^MEERA NARAYAN IYER 20\d\d-\d\d \d+\.\d\d$/)
      const years = lines.slice(0, 3).map((line) => line.split(' ').at(-2))
      expect(years).toEqual([...new Set(years)].toSorted((a = '', b = '') => b.localeCompare(a)))
      const numbers = lines.slice(3).map((line) => Number(line.split(' ')[0]))
      expect(numbers.length).toBeGreaterThan(2)
      expect(numbers).toEqual([...new Set(numbers)].toSorted((a, b) => a - b))
      expect(lines.at(-1)).toMatch(/100 % COMPLETED$/)
    },
    60_000,
  )
})

/** Puts packages of the repository beside the installed one; their own neighbours are found where they really are. */
async function link(names: readonly string[]): Promise<void> {
  for (const name of names) {
    const path = join(app, 'node_modules', name)
    await mkdir(join(path, '..'), { recursive: true })
    await symlink(join(ROOT, 'node_modules', name), path).catch(() => undefined)
  }
}

/** While the gateway of this process answers. */
async function runBeside(program: string, args: readonly string[], environment: Record<string, string> = {}) {
  const child = spawn(program, args, { cwd: app, env: { ...process.env, PATH, ...environment }, stdio: 'pipe' })
  let said = ''
  let complaint = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text))
  const code = await new Promise((resolve) => child.once('close', resolve))
  expect({ code, complaint }).toEqual({ code: 0, complaint: '' })
  return said.trimEnd().split('\n')
}
