/** The capacity table is made of what the benchmark has written, and of nothing else. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { toCapacity } from '../../../bench/capacity.ts'
import { ROOT } from '../../guards/source.ts'

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8')

it('says in the operator’s page what the benchmark’s page says', () => {
  const table = toCapacity(read('docs/performance.md'))
  expect(table).toHaveLength(9)
  expect(read('docs/operations.md')).toContain(table.join('\n'))
})

it('has no cell without a figure where there must be one', () => {
  for (const line of toCapacity(read('docs/performance.md')).slice(2)) {
    const [, , does = '', takes = '', command = ''] = line.split('|')
    expect(`${does}${takes}`, line).toMatch(/\d/)
    expect(`${does}${takes}`, line).not.toMatch(/undefined|NaN/)
    expect(command, line).toMatch(/npm run bench -- --only \w+/)
  }
})

it('refuses a page that lacks a row', () => {
  const page = read('docs/performance.md').replace('| gateway, reports kept |', '| another |')
  expect(() => toCapacity(page)).toThrow('the table W1 has no row "gateway, reports kept"')
})
