/** A file of more than 250 lines is two files. */
import { expect, it } from 'vitest'
import { readFiles } from './source.ts'

const MOST_LINES = 250

function tooLong(files: readonly { path: string; text: string }[]): string[] {
  const counted = files.map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }))
  return counted.filter(({ lines }) => lines > MOST_LINES).map(({ path, lines }) => `${path} has ${lines} lines`)
}

it('has no source file that is two files', () => {
  const files = readFiles('src')
  expect(files.length).toBeGreaterThan(15)
  expect(tooLong(files)).toEqual([])
})

it('sees a file that is one line too long', () => {
  expect(tooLong([{ path: 'src/a.ts', text: 'x\n'.repeat(MOST_LINES) }])).toEqual([])
  expect(tooLong([{ path: 'src/a.ts', text: 'x\n'.repeat(MOST_LINES + 1) }])).toEqual(['src/a.ts has 251 lines'])
})
