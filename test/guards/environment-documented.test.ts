/**
 * README.md names every variable of the environment with its default, docs/operations.md every limit, and neither names
 * one besides.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { LIMITS } from '../../src/domain/limit.ts'
import { ROOT, readFiles } from './source.ts'

const VARIABLE = '[A-Z][A-Z_]+'

/** What stands in code style in the first and the second column of a page's tables, where the first names variables. */
function readVariables(page: string): ReadonlyMap<string, string> {
  const lines = readFileSync(join(ROOT, page), 'utf8').split('\n')
  return new Map(
    lines.flatMap((line) => {
      const [, first = '', second = ''] = line.split('|')
      const names = [...first.matchAll(new RegExp(`\`(${VARIABLE})\``, 'g'))].map(([, name = '']) => name)
      const defaults = second.split(names.length > 1 ? ', ' : '\n').map((text) => text.trim())
      return names.map((name, at) => [name, defaults[at] ?? ''] as const)
    }),
  )
}

const SOURCE = readFiles('src', '.ts')
  .filter(({ path }) => /^src\/config\/[a-z-]+\.ts$/.test(path))
  .map(({ text }) => text)
  .join('\n')

/** What src/config reads: the properties of its zod object, and what it takes by name from what was given. */
function findRead(): ReadonlySet<string> {
  const patterns = [`^ {2}(${VARIABLE}): (?:z\\b|address|wholeNumber)`, `given\\.(${VARIABLE})`]
  return new Set(patterns.flatMap((each) => [...SOURCE.matchAll(new RegExp(each, 'gm'))].map(([, name = '']) => name)))
}

it('names every variable that is read, and no other', () => {
  const read = findRead()
  expect(read.size).toBeGreaterThan(25)
  const documented = readVariables('README.md').keys()
  expect([...documented].toSorted()).toEqual([...read].toSorted())
})

it('names the default of every variable that has a fixed one', () => {
  const documented = readVariables('README.md')
  const fixed = [...SOURCE.matchAll(new RegExp(`^ {2}(${VARIABLE}): .*(?:default|prefault)\\('([^']*)'\\)`, 'gm'))]
  expect(fixed.length).toBeGreaterThan(8)
  for (const [, name = '', value = ''] of fixed) expect([name, documented.get(name)]).toEqual([name, `\`${value}\``])
})

it('names every limit with its default', () => {
  const documented = [...readVariables('docs/operations.md')].filter(([name]) => name.startsWith('LIMIT_'))
  const limits = Object.values(LIMITS).map(({ variable, fallback }) => [variable, fallback.toLocaleString('en-US')])
  expect(limits.length).toBeGreaterThan(20)
  expect(documented).toEqual(limits)
})
