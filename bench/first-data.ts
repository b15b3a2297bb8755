/**
 * `npm run bench:first-data`: how long somebody waits for the first data who has just cloned the repository. From `npm start`
 * to the first applicant in the demo app's work-list, and from a click to the figures of the underwriter's page, each
 * with a gateway and a browser that have kept nothing. `-- --runs 5` says how often; the median and the worst are printed.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openBrowser } from '../test/support/browser.ts'

const STAGES = {
  ready: 'gateway started to its first line',
  firstPaint: 'page asked for to its heading',
  workList: 'page asked for to the first applicant',
  underwriter: 'click to the figures of the underwriter’s page',
  ledger: 'click to the first line of its ledger',
  coldStart: 'gateway started to the first applicant on the screen',
} as const
type Stage = keyof typeof STAGES

interface Started {
  readonly url: string
  stop(): Promise<void>
}

async function startGateway(): Promise<Started> {
  const dataDir = await mkdtemp(join(tmpdir(), 'finpass-graph-first-'))
  const { PATH = '', HOME = '' } = process.env
  const child = spawn(process.execPath, [join(import.meta.dirname, '../src/main.ts')], {
    env: { PATH, HOME, PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  let said = ''
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text
      const found = /Demo app +(http\S+)/.exec(said)?.[1]
      if (found !== undefined) resolve(found)
    })
    child.once('exit', () => reject(new Error(`the gateway did not start: ${said}`)))
  })
  return {
    url,
    async stop() {
      child.kill('SIGTERM')
      await ended
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

async function runOnce(): Promise<Record<Stage, number>> {
  // Opened beforehand: a browser of one's own is open already.
  await using browser = await openBrowser()
  const { page } = browser
  const startedAt = performance.now()
  const gateway = await startGateway()
  try {
    const readyAt = performance.now()
    await page.goto(gateway.url, { waitUntil: 'commit' })
    await page.locator('h1').waitFor()
    const paintedAt = performance.now()
    const first = page.getByRole('listitem').first().getByRole('link').first()
    await first.waitFor()
    const listedAt = performance.now()
    await first.click()
    await page.locator('.figures .money').first().waitFor()
    const figuresAt = performance.now()
    await page.locator('.ledger-line').first().waitFor()
    return {
      ready: readyAt - startedAt,
      firstPaint: paintedAt - readyAt,
      workList: listedAt - readyAt,
      underwriter: figuresAt - listedAt,
      ledger: performance.now() - listedAt,
      coldStart: listedAt - startedAt,
    }
  } finally {
    await gateway.stop()
  }
}

const { values } = parseArgs({ options: { runs: { type: 'string', default: '5' } } })
const runs = Math.max(1, Number(values.runs))
const measured: Record<Stage, number>[] = []
for (let run = 0; run < runs; run += 1) measured.push(await runOnce())
console.log(`First data, ${runs} runs, milliseconds: median and worst`)
for (const stage of Object.keys(STAGES) as Stage[]) {
  const sorted = measured.map((one) => one[stage]).toSorted((a, b) => a - b)
  const [median = 0, worst = 0] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted.at(-1)]
  console.log(
    `${STAGES[stage].padEnd(54)} ${String(Math.round(median)).padStart(6)} ${String(Math.round(worst)).padStart(6)}`,
  )
}
