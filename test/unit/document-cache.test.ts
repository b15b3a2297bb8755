/** Which documents are kept, and which may not be. */
import { parse } from 'graphql'
import { describe, expect, it } from 'vitest'
import { createDocumentCache, NO_CACHE } from '../../src/server/document/cache.ts'

function keeps(text: string): boolean {
  const cache = createDocumentCache()
  cache.set(text, parse(text))
  return cache.get(text) !== undefined
}

describe('the cache of documents', () => {
  it.each([
    '{ viewer { subject } }',
    'query($id: ID!) { applicant(id: $id) { id } }',
    '{ applicant(id: "a") { id } }',
    'mutation($input: ItrJourneyStartInput!) { itrJourneyStart(input: $input) { journey { id } } }',
  ])('keeps %s', (text) => {
    expect(keeps(text)).toBe(true)
  })

  it.each([
    'mutation { itrJourneyStart(input: { password: "hunter2" }) { journey { id } } }',
    'mutation { a(b: """hunter2""") }',
    'mutation M($p: Secret = "hunter2") { a(b: $p) }',
    'mutation { ...F } fragment F on Mutation { a(b: ["hunter2"]) }',
    'query Q { a } mutation { b(c: "hunter2") }',
  ])('does not keep %s', (text) => {
    expect(keeps(text)).toBe(false)
  })

  it('lets the one go that was not asked for the longest', () => {
    const cache = createDocumentCache(2)
    const document = parse('{ a }')
    cache.set('first', document)
    cache.set('second', document)
    cache.get('first')
    cache.set('third', document)
    expect(['first', 'second', 'third'].map((text) => cache.get(text) !== undefined)).toEqual([true, false, true])
  })

  it('keeps few that are long, so that nobody can fill the memory with documents', () => {
    const cache = createDocumentCache(1_000, 100)
    const texts = ['a', 'b', 'c', 'd'].map((name) => `{ ${`${name} `.repeat(40)}}`)
    for (const text of texts) cache.set(text, parse(text))
    expect(texts.map((text) => cache.get(text) !== undefined)).toEqual([false, false, true, true])
    // One that is set again counts once.
    for (let time = 0; time < 9; time += 1) cache.set('{ short }', parse('{ short }'))
    expect(cache.get(texts[3] ?? '')).toBeDefined()
    const comment = `{ a } # ${'x'.repeat(20_000)}`
    cache.set(comment, parse(comment))
    expect(cache.get(comment)).toBeUndefined()
  })

  it('keeps nothing that was no document', () => {
    NO_CACHE.set('{ password: hunter2', new Error('no'))
    expect(NO_CACHE.get('{ password: hunter2')).toBeUndefined()
  })
})
