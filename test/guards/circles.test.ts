/** Whoever reads a file needs the files below it and no other. */
import { describe, expect, it } from 'vitest'
import { findCircles } from './circles.ts'
import { readFiles } from './source.ts'

describe('imports', () => {
  it.each(['src', 'client', 'bench'])('run in no circle in %s', (folder) => {
    const files = readFiles(folder)
    expect(files.length).toBeGreaterThan(5)
    expect(findCircles(files)).toEqual([])
  })
})

describe('the guard', () => {
  const file = (path: string, ...from: string[]) => ({
    path,
    text: from.map((each, at) => `import type { X${at} } from '${each}'`).join('\n'),
  })

  it('tells a circle with the files in it alone', () => {
    const files = [
      file('src/main.ts', './a/b.ts'),
      file('src/a/b.ts', './c.ts'),
      file('src/a/c.ts', '../d.ts'),
      file('src/d.ts', './a/b.ts'),
    ]
    expect(findCircles(files)).toEqual(['src/a/b.ts -> src/a/c.ts -> src/d.ts -> src/a/b.ts'])
  })

  it('lets two ways to the same file be', () => {
    const files = [
      file('src/a.ts', './b.ts', './c.ts'),
      file('src/b.ts', './d.ts'),
      file('src/c.ts', './d.ts'),
      file('src/d.ts'),
    ]
    expect(findCircles(files)).toEqual([])
  })
})
