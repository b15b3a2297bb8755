/** When two documents count as one: as clients print, shorten and extend them, and never for anything that asks for more. */
import { InMemoryCache } from '@apollo/client'
import { parse, print } from 'graphql'
import { describe, expect, it } from 'vitest'
import { readSavedOperations } from '../../scripts/generated.ts'
import { addTypenames, printDocument, toDocumentId, toFingerprint } from '../../src/server/document/form.ts'
import { ROOT } from '../guards/source.ts'

const TRUSTED = 'query Look($id: ID!) { applicant(id: $id) { name bank: bankAccounts { id } } }'

describe('the id of a document', () => {
  it('is the SHA-256 of its text as GraphQL prints it', () => {
    const spaced = TRUSTED.replaceAll(' ', ' \n,# a remark\n')
    expect(printDocument(spaced)).toBe(print(parse(TRUSTED)))
    expect(toDocumentId('')).toBe('sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  })
})

describe('the form with added type names', () => {
  it('is what Apollo Client makes of every saved operation', () => {
    const cache = new InMemoryCache()
    const operations = readSavedOperations(ROOT)
    expect(operations.length).toBeGreaterThan(10)
    for (const { text } of operations) {
      expect(addTypenames(printDocument(text))).toBe(print(cache.transformDocument(parse(text))))
    }
  })

  it('leaves alone what has them', () => {
    const once = addTypenames(printDocument(TRUSTED))
    expect(once.match(/__typename/g)).toHaveLength(2)
    expect(addTypenames(once)).toBe(once)
  })
})

describe('the fingerprint of a document', () => {
  const wanted = toFingerprint(TRUSTED)

  it.each([
    ['printed', printDocument(TRUSTED)],
    ['with type names', addTypenames(printDocument(TRUSTED))],
    ['with a type name at the root', TRUSTED.replace('{', '{ __typename ')],
    ['with remarks and commas', `# mine\n${TRUSTED.replaceAll('} }', '},, } # done\n')}`],
    ['without needless space', TRUSTED.replaceAll(/ ?([{}():]) ?/g, '$1')],
  ])('is that of the same one %s', (_name, text) => {
    expect(toFingerprint(text)).toBe(wanted)
  })

  it.each([
    ['another field', TRUSTED.replace('name', 'name pan')],
    ['a field less', TRUSTED.replace('name', '')],
    ['another operation besides', `${TRUSTED} query More { applicants { totalCount } }`],
    ['an alias made of a type name', TRUSTED.replace('name', '__typename: pan name')],
    ['a type name under another name', TRUSTED.replace('name', 'name other: __typename')],
    ['a directive on a type name', TRUSTED.replace('name', 'name __typename @skip(if: true)')],
    ['a fragment', TRUSTED.replace('name', 'name ...__typename')],
    ['a literal for its variable', TRUSTED.replace('id: $id', 'id: "x"')],
    ['another case', TRUSTED.replace('name', 'Name')],
    ['no GraphQL', `${TRUSTED} "`],
    ['more than anybody trusts', `${TRUSTED} #${'x'.repeat(70_000)}`],
  ])('is not that of one with %s', (_name, text) => {
    expect(toFingerprint(text)).not.toBe(wanted)
  })

  it('keeps apart texts that read like several words', () => {
    const texts = [
      '{ a(b: "c d") }',
      '{ a(b: "c" d: "") }',
      '{ a(b: "c\\" d") }',
      '{ a(b: c) }',
      '{ a(b: "c") }',
      '{ a(b: 1) }',
    ]
    expect(new Set(texts.map(toFingerprint)).size).toBe(texts.length)
    expect(toFingerprint('{ a(b: """c""") }')).toBe(toFingerprint('{ a(b: "c") }'))
  })
})
