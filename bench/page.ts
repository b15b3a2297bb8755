/** The pages that the benchmark writes to: it owns the parts between its markers, everything else there is written by hand. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ROOT } from './process.ts'

const PAGE = 'docs/performance.md'

/** Replaces the part called `name`; rejects when the page has no such part. */
export async function writeSection(name: string, lines: readonly string[], path: string = PAGE): Promise<void> {
  const page = await readFile(join(ROOT, path), 'utf8')
  const [begin, end] = [`<!-- ${name}: written by the benchmark -->`, `<!-- ${name}: end -->`]
  const [from, to] = [page.indexOf(begin), page.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`${path} has no part "${name}"`)
  await writeFile(join(ROOT, path), `${page.slice(0, from)}${begin}\n${lines.join('\n')}\n${page.slice(to)}`)
}

/** A table; the first column to the left, all others to the right, where `figures` is what stands in them. */
export function toTable(head: readonly string[], rows: readonly (readonly string[])[], figures = true): string[] {
  const rule = head.map((_, at) => (at === 0 || !figures ? '---' : '---:'))
  return [head, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`)
}
