/** Whatever Finpass sends in a shape of its own may hold links, so every field of JSON and URL is shown through the allow-list. */
import { describe, expect, it } from 'vitest'
import { readFiles } from './source.ts'

const files = readFiles('src/graph').filter(({ path }) => !/\/(scalars|builder|link)\.ts$/.test(path))

describe('fields of JSON and URL', () => {
  it('are resolved by what judges links, one for one', () => {
    const counts = files.flatMap(({ path, text }) => {
      const fields = text.match(/\btype: \[?'(?:JSON|URL)'\]?/g)?.length ?? 0
      const shown = text.match(/\bshow(?:Link|Json|JsonList)\(/g)?.length ?? 0
      return fields + shown === 0 ? [] : [{ path, fields, shown }]
    })
    expect(counts.length).toBeGreaterThan(2)
    expect(counts.filter(({ fields, shown }) => fields !== shown)).toEqual([])
  })

  it('are never exposed as they are', () => {
    const exposed = files.filter(({ text }) => /t\.expose\([^)]*type: \[?'(?:JSON|URL)'/.test(text))
    expect(exposed.map(({ path }) => path)).toEqual([])
  })
})
