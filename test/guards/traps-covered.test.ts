/** docs/traps.md has all fifty traps of Finpass, and every test it names is there under that name. */
import { describe, expect, it } from 'vitest'
import { readFiles } from './source.ts'

interface Row {
  readonly number: number
  readonly trap: string
  readonly tests: readonly { readonly path: string; readonly title: string }[]
}

/** The rows of the table; what is no row is left out. */
function readRows(page: string): Row[] {
  return [...page.matchAll(/^\| (\d+) \| (.+?) \| (.+) \|$/gm)].map(([, number, trap = '', cell = '']) => ({
    number: Number(number),
    trap,
    tests: [...cell.matchAll(/`(test\/[^`]+\.test\.ts)`: "([^"]+)"/g)].map(([, path = '', title = '']) => ({
      path,
      title,
    })),
  }))
}

/** The rows without a test, and the tests that are not there. */
function judge(rows: readonly Row[], textsByPath: ReadonlyMap<string, string>): string[] {
  return rows.flatMap(({ number, tests }) => {
    if (tests.length === 0) return [`${number} names no test`]
    return tests.flatMap(({ path, title }) => {
      const text = textsByPath.get(path)
      if (text === undefined) return [`${number}: there is no ${path}`]
      const isThere = ["'", '"', '`'].some((quote) => text.includes(`(${quote}${title}${quote}`))
      return isThere ? [] : [`${number}: ${path} has no test "${title}"`]
    })
  })
}

describe('docs/traps.md', () => {
  const page = readFiles('docs', 'traps.md')[0]?.text ?? ''
  const rows = readRows(page)

  it('has a row for each trap from 1 to 50, each of something else', () => {
    expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 50 }, (_, at) => at + 1))
    expect(new Set(rows.map(({ trap }) => trap)).size).toBe(50)
  })

  it('names tests that exist', () => {
    const files = readFiles('test', '.test.ts')
    expect(files.length).toBeGreaterThan(20)
    expect(judge(rows, new Map(files.map(({ path, text }) => [path, text])))).toEqual([])
  })
})

describe('the guard', () => {
  const texts = new Map([['test/unit/a.test.ts', "it('does it', () => {})"]])
  const judgePage = (cell: string) => judge(readRows(`| 1 | A trap | ${cell} |`), texts)

  it.each([
    ['Nobody tests it.', '1 names no test'],
    ['`test/unit/b.test.ts`: "does it"', '1: there is no test/unit/b.test.ts'],
    ['`test/unit/a.test.ts`: "does"', '1: test/unit/a.test.ts has no test "does"'],
  ])('complains of %s', (cell, complaint) => {
    expect(judgePage(cell)).toEqual([complaint])
  })

  it('lets a row be whose test is there', () => {
    expect(judgePage('A note. `test/unit/a.test.ts`: "does it"')).toEqual([])
  })
})
