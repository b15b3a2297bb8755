/** A TODO has an owner and a day, and is not forgotten: TODO(name, YYYY-MM-DD), at most ninety days old. */
import { expect, it } from 'vitest'
import { readFiles, type SourceFile } from './source.ts'

const OLDEST_DAYS = 90
const DAY_MS = 86_400_000
// Put together, so that this file does not find itself.
const MARK = new RegExp(
  `\\b(?:${['TO', 'FIX', 'XX'].map((word, index) => word + ['DO', 'ME', 'X'][index]).join('|')})\\b(.*)`,
)

function findForgotten(files: readonly SourceFile[], nowMs: number): string[] {
  return files.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, index) => {
      const rest = MARK.exec(line)?.[1]
      if (rest === undefined) return []
      const day = /^\([^,()]+, (\d{4}-\d{2}-\d{2})\): \S/.exec(rest)?.[1]
      if (day === undefined) return [`${path}:${index + 1} lacks "(name, YYYY-MM-DD): what"`]
      const ageDays = (nowMs - Date.parse(day)) / DAY_MS
      return ageDays <= OLDEST_DAYS ? [] : [`${path}:${index + 1} is from ${day}`]
    }),
  )
}

const FOLDERS = ['src', 'test', 'scripts', 'bench']

it('has no undated and no forgotten to-do', () => {
  const files = FOLDERS.flatMap((folder) => readFiles(folder)).filter(
    ({ path }) => !path.endsWith('todo-dated.test.ts'),
  )
  expect(files.length).toBeGreaterThan(30)
  expect(findForgotten(files, Date.now())).toEqual([])
})

it.each([
  ['// TODO: later', ['a.ts:1 lacks "(name, YYYY-MM-DD): what"']],
  ['// TODO(asha): later', ['a.ts:1 lacks "(name, YYYY-MM-DD): what"']],
  ['// FIXME', ['a.ts:1 lacks "(name, YYYY-MM-DD): what"']],
  ['// TODO(asha, 2025-01-01): later', ['a.ts:1 is from 2025-01-01']],
  ['// TODO(asha, 2025-06-01): later', []],
  ['const todo = 1', []],
])('judges %s', (text, complaints) => {
  expect(findForgotten([{ path: 'a.ts', text }], Date.parse('2025-07-01'))).toEqual(complaints)
})
