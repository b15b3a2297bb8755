/** Whoever silences the linter, the compiler or a test says why, on the same line. */
import { expect, it } from 'vitest'
import { readFiles, type SourceFile } from './source.ts'

const REASON = /(?: -- |: )\S.{8,}/
const SILENCERS: readonly (readonly [what: RegExp, why: RegExp])[] = [
  [/(?:ox|es)lint-disab[l]e(?:-next-line|-line)?/, REASON],
  [/@ts-expect-erro[r]/, REASON],
  [/@ts-(?:ignor[e]|nochec[k])/, /(?!)/],
  [/biome-ignor[e]/, REASON],
  // A shared suite is given its reasons, and puts them into the titles of what it leaves out.
  [/\b(?:it|test|describe)\.(?:ski[p]|tod[o]|fail[s])\b/, /\/\/ \S.{8,}|\$\{reason\}/],
]

function findUnreasoned(files: readonly SourceFile[]): string[] {
  return files.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, index) =>
      SILENCERS.flatMap(([what, why]) => {
        const found = what.exec(line)
        if (found === null || why.test(line.slice(found.index + found[0].length))) return []
        return [`${path}:${index + 1} ${found[0]} without a reason`]
      }),
    ),
  )
}

it('finds a reason at every suppression', () => {
  const files = ['src', 'test', 'scripts', 'bench'].flatMap((folder) => readFiles(folder))
  expect(files.length).toBeGreaterThan(30)
  expect(findUnreasoned(files)).toEqual([])
})

it.each([
  ['// oxlint-', 'disable-next-line no-console', false],
  ['// oxlint-', 'disable-next-line no-console -- the banner is for a person at a terminal', true],
  ['// @ts-', 'expect-error', false],
  ['// @ts-', 'expect-error: the package declares this too narrowly', true],
  ['// @ts-', 'ignore: the package declares this too narrowly', false],
  ['it.', `skip('does x', () => {})`, false],
  ['it.', `skip('does x', () => {}) // Redis only: the embedded store has no network`, true],
])('judges %s%s', (start, end, isReasoned) => {
  expect(findUnreasoned([{ path: 'a.ts', text: start + end }]).length).toBe(isReasoned ? 0 : 1)
})
