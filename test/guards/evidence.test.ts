/** What SECURITY.md and docs/compliance.md point to as evidence is there. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findBars } from '../whole/bars/harness/catalogue.ts'
import { ROOT } from './source.ts'

describe.each(['SECURITY.md', 'docs/compliance.md'])('%s', (page) => {
  const text = readFileSync(join(ROOT, page), 'utf8')

  it('names bars that there are', async () => {
    const named = new Set(text.match(/\b[CGRS]\d\d\b/g))
    const known = (await findBars(['all'])).map(({ id }) => id)
    expect(named.size).toBeGreaterThan(3)
    expect([...named].filter((id) => !known.includes(id))).toEqual([])
  })

  it('names files that there are', () => {
    const named = [...text.matchAll(/`((?:src|test|schema|docs)\/[\w./-]+|[\w-]+\.(?:json|md))`/g)].map(
      ([, path = '']) => path,
    )
    expect(named.length).toBeGreaterThan(0)
    expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([])
  })
})
