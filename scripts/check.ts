/**
 * `npm run check`: everything that can be said of a change in seconds. Format, lint, types and the guards with the unit
 * tests run two at a time; each prints one line, and its output only when it fails. Exits 1 when any of them failed.
 */
import { spawn } from 'node:child_process'
import { delimiter, join, resolve } from 'node:path'

interface Step {
  readonly name: string
  readonly command: readonly [string, ...string[]]
}

// The longest first, so that the short ones fill the second lane. The commands are those of package.json.
const STEPS: readonly Step[] = [
  { name: 'guards and unit tests', command: ['vitest', 'run', 'test/guards', 'test/unit'] },
  { name: 'types', command: ['tsc'] },
  { name: 'types of the demo app', command: ['tsc', '-p', 'examples/web'] },
  { name: 'lint', command: ['oxlint', '--type-aware', '--deny-warnings', '--report-unused-disable-directives'] },
  { name: 'format', command: ['biome', 'format', '.'] },
]
const LANES = 2

const root = resolve(import.meta.dirname, '..')
const path = [join(root, 'node_modules/.bin'), process.env.PATH ?? ''].join(delimiter)

/** Resolves with true when the step passed; prints how long it took, and all it said when it failed. */
async function run({ name, command: [program, ...args] }: Step): Promise<boolean> {
  const startedAt = performance.now()
  const child = spawn(program, args, {
    cwd: root,
    env: { ...process.env, PATH: path },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said: string[] = []
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => said.push(text))
  }
  const passed = await new Promise<boolean>((done) => {
    child.on('error', (error) => {
      said.push(`${error.message}\n`)
      done(false)
    })
    child.on('close', (code) => done(code === 0))
  })
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  console.log(`${passed ? 'ok    ' : 'FAILED'}  ${name}  ${seconds} s`)
  if (!passed) console.error(said.join('').trimEnd())
  return passed
}

const waiting = [...STEPS]
const results: boolean[] = []
async function lane(): Promise<void> {
  for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) results.push(await run(step))
}
await Promise.all(Array.from({ length: LANES }, lane))
process.exitCode = results.every(Boolean) ? 0 : 1
