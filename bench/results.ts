/** The page of results: each benchmark owns the part between its two markers, everything else is written by hand. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ROOT } from './process.ts'

const PAGE = join(ROOT, 'bench/results.md')

/** Replaces the part called `name` of bench/results.md; rejects when the page has no such part. */
export async function writeSection(name: string, lines: readonly string[]): Promise<void> {
  const page = await readFile(PAGE, 'utf8')
  const [begin, end] = [`<!-- ${name}: written by the benchmark -->`, `<!-- ${name}: end -->`]
  const [from, to] = [page.indexOf(begin), page.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`bench/results.md has no part "${name}"`)
  await writeFile(PAGE, `${page.slice(0, from)}${begin}\n${lines.join('\n')}\n${page.slice(to)}`)
}
