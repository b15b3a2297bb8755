/**
 * The capacity table of docs/operations.md, out of the tables that the benchmark has written into docs/performance.md: what one core
 * of the machine that measured does, and what a subscriber or a record takes.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { toTable, writeSection } from './page.ts'
import { ROOT } from './process.ts'

const OPERATIONS = 'docs/operations.md'

/** Cells by the names of their columns. */
type Row = Readonly<Record<string, string>>

/** Brings it up to date. Rejects when a table or a row that it is made of is not there. */
export async function writeCapacity(): Promise<void> {
  const page = await readFile(join(ROOT, 'docs/performance.md'), 'utf8')
  await writeSection('capacity', toCapacity(page), OPERATIONS)
}

/** The table's lines; throws when `page` does not have what it needs. */
export function toCapacity(page: string): string[] {
  const requests = (
    [
      ['underwriter view, reports asked for', 'W1', 'gateway'],
      ['underwriter view, reports kept', 'W1', 'gateway, reports kept'],
      ['work-list of 20 applicants', 'W2', 'gateway'],
      ['page of a statement of 50,000 lines', 'W3', 'gateway'],
    ] as const
  ).map(([what, name, system]) => {
    const row = findRow(page, name, system)
    return [what, `${row['answers/s']} a second`, `${row['peak memory']} at most`, toCommand(name)]
  })
  const [most] = readRows(page, 'W4').slice(-1)
  const redis = findRow(page, 'stores', 'Redis, memory')
  const file = findRow(page, 'stores', 'SQLite, file')
  if (most === undefined) throw new Error('the table W4 has no rows')
  const journey = (row: Row): string => Object.values(row)[1] ?? ''
  const record = (row: Row): string => Object.values(row)[2] ?? ''
  const subscribers = [
    `subscribers, ${most.subscribers} of them`,
    `${most['events/s']} events a second at ${most['CPU per event']} each`,
    `${most['RSS each']} each, ${most.RSS} in all`,
    toCommand('W4'),
  ]
  const stored = [
    ['journey with its steps and their audit records', '', `Redis ${journey(redis)}, disk ${journey(file)}`],
    ['audit record of a read, for 365 days', '', `Redis ${record(redis)}, disk ${record(file)}`],
  ].map((cells) => [...cells, toCommand('stores')])
  return toTable(['what', 'one core does', 'memory or disk', 'shown by'], [...requests, subscribers, ...stored], false)
}

function toCommand(name: string): string {
  return `\`npm run bench -- --only ${name}\``
}

function findRow(page: string, name: string, first: string): Row {
  const row = readRows(page, name).find((each) => Object.values(each)[0] === first)
  if (row === undefined) throw new Error(`the table ${name} has no row "${first}"`)
  return row
}

function readRows(page: string, name: string): Row[] {
  const [, part = ''] = page.split(`<!-- ${name}: written by the benchmark -->`)
  const lines = (part.split(`<!-- ${name}: end -->`)[0] ?? '').split('\n').filter((line) => line.startsWith('|'))
  const [head = [], , ...rows] = lines.map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  )
  return rows.map((cells) => Object.fromEntries(head.map((column, at) => [column, cells[at] ?? ''])))
}
