/** docs/performance.md: the benchmark owns the parts between its markers, everything else there is written by hand. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ROOT } from './process.ts'

const PAGE = join(ROOT, 'docs/performance.md')

/** Replaces the part called `name`; rejects when the page has no such part. */
export async function writeSection(name: string, lines: readonly string[]): Promise<void> {
  const page = await readFile(PAGE, 'utf8')
  const [begin, end] = [`<!-- ${name}: written by the benchmark -->`, `<!-- ${name}: end -->`]
  const [from, to] = [page.indexOf(begin), page.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`docs/performance.md has no part "${name}"`)
  await writeFile(PAGE, `${page.slice(0, from)}${begin}\n${lines.join('\n')}\n${page.slice(to)}`)
}

/** A table; the first column to the left, all others to the right. */
export function toTable(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const rule = head.map((_, at) => (at === 0 ? '---' : '---:'))
  return [head, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`)
}
