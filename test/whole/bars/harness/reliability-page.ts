/**
 * The table of all bars in `docs/reliability.md`: what must hold, and what was measured by which command. Rewritten between
 * its two markers from the catalogue and from reports; a bar that was not run now keeps the figures it had.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { type Bar, type Limits, toText } from './bar.ts'
import type { Mode } from './cluster.ts'
import type { Report } from './execute.ts'
import { createRandom } from './random.ts'

const BEGIN = '<!-- bars: written by npm run bars -- --write docs/reliability.md -->'
const END = '<!-- bars end -->'
const HEADINGS = ['Bar', 'What is done', 'Mode', 'Must hold', 'Measured', 'Defence switched off', 'Command']
const NOTHING = '–'
const QUICK = ' (quick size)'

/** Brings the page up to date; rejects when it lacks the markers, or a report with the defence is of a quick run. */
export async function writePage(path: string, bars: readonly Bar[], reports: readonly Report[]): Promise<void> {
  await writeFile(path, toPage(await readFile(path, 'utf8'), bars, reports))
}

/** The page with its table up to date. */
export function toPage(page: string, bars: readonly Bar[], reports: readonly Report[]): string {
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)]
  if (begin === -1 || end < begin) throw new Error('the page has no table of bars')
  if (reports.some(({ isQuick, defence }) => isQuick && defence === 'on')) {
    throw new Error('the page holds figures of full runs alone')
  }
  const known = readRows(page.slice(begin + BEGIN.length, end))
  const rows = bars.flatMap((bar) => bar.modes.map((mode) => toRow(bar, mode, reports, known)))
  const table = [HEADINGS, HEADINGS.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`)
  return `${page.slice(0, begin)}${BEGIN}\n\n${table.join('\n')}\n\n${page.slice(end)}`
}

/** What the rows of a table say besides what the bars themselves say, by bar and mode. */
function readRows(table: string): ReadonlyMap<string, readonly string[]> {
  const rows = table.split('\n').filter((line) => line.startsWith('| '))
  return new Map(
    rows.map((line) => {
      const [id = '', , mode = '', , ...said] = line.slice(2, -2).split(' | ')
      return [`${id} ${mode}`, said]
    }),
  )
}

function toRow(
  bar: Bar,
  mode: Mode,
  reports: readonly Report[],
  known: ReadonlyMap<string, readonly string[]>,
): readonly string[] {
  const { id, name } = bar
  const [measured = NOTHING, undefended = NOTHING, command = toCommand(id, mode)] = known.get(`${id} ${mode}`) ?? []
  const own = reports.filter((report) => report.id === id && report.mode === mode)
  const on = own.findLast(({ defence }) => defence === 'on')
  const off = own.findLast(({ defence }) => defence === 'off')
  return [
    id,
    name,
    mode,
    toLimits(bar.limits(toFullRun(mode))),
    on === undefined ? measured : toMeasured(on),
    off === undefined || (off.isQuick && isOfFullRun(undefended)) ? undefended : toUndefended(off),
    on === undefined ? command : toCommand(id, mode, on.seed),
  ]
}

function toCommand(id: string, mode: Mode, seed?: number): string {
  return `\`npm run bar -- ${id} --mode ${mode}${seed === undefined ? '' : ` --seed ${seed}`}\``
}

function toLimits(limits: Limits): string {
  const texts = Object.entries(limits).map(([name, limit]) => {
    const { words, unit } = toWords(name)
    return `${words} ${toText(limit).replace('<=', '≤').replace('>=', '≥')}${unit}`
  })
  return texts.join(', ')
}

function toMeasured({ measured, pass, failed, isBroken }: Report): string {
  if (isBroken) return '**broken**'
  const figures = toFigures(measured)
  return pass ? figures : `${figures}; **misses its limit: ${failed.join('; ')}**`
}

function toFigures(measured: Report['measured']): string {
  const texts = Object.entries(measured).map(([name, value]) => {
    const { words, unit } = toWords(name)
    // What it is about may never have come.
    if (Number.isNaN(value)) return `${words} not measured`
    return `${words} ${Math.abs(value) >= 10 ? Math.round(value) : value}${unit}`
  })
  return texts.join(', ')
}

/** True for what a run in full size gave: one in quick size does not take its place. */
function isOfFullRun(undefended: string): boolean {
  return undefended !== NOTHING && !undefended.startsWith('**') && !undefended.endsWith(QUICK)
}

/** Only what then fails: that is what the defence is for. */
function toUndefended({ pass, isBroken, isQuick, measured, limit, failed }: Report): string {
  if (isBroken) return '**broken**'
  if (pass) return '**passes**'
  const names = new Set(Object.keys(limit).filter((name) => failed.some((sentence) => sentence.startsWith(`${name} `))))
  const figures = toFigures(Object.fromEntries(Object.entries(measured).filter(([name]) => names.has(name))))
  return isQuick ? `${figures}${QUICK}` : figures
}

/** `manyP99Ms` as `many p99`, in ms. */
function toWords(name: string): { readonly words: string; readonly unit: string } {
  const [, stem = name, unit] = /^(.*?)(Ms|Kb|Mb)?$/.exec(name) ?? []
  const words = stem.replace(/(?<=[a-z0-9])(?=[A-Z])/g, ' ').toLowerCase()
  return { words, unit: unit === undefined ? '' : ` ${unit === 'Ms' ? 'ms' : unit.toUpperCase()}` }
}

function toFullRun(mode: Mode) {
  return {
    mode,
    isQuick: false,
    seed: 0,
    random: createRandom(0),
    isDefended: true,
    mutations: [],
    scale: <Value>(full: Value): Value => full,
    say: () => undefined,
  }
}
