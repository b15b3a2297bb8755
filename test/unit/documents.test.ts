/** Which texts may be run where only trusted ones may, however often and in whatever spacing they come. */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { GraphQLError } from 'graphql'
import { expect, it } from 'vitest'
import { createDocuments } from '../../src/server/document/documents.ts'
import { printDocument, toDocumentId } from '../../src/server/document/form.ts'

const document = printDocument('query Look($id: ID!) { applicant(id: $id) { name bankAccounts { id } } }')
const trusted = [{ id: toDocumentId(document), name: 'Look', document }]
const space = (by: string): string => document.replaceAll(/\s+/g, by)

it('runs a trusted text each time it comes, spaced however it is, and no other one', () => {
  const { choose } = createDocuments('trusted', trusted)
  const others = [
    `${document} #`.replace('name', 'nameX'),
    document.replace('name', 'name name'),
    `${document} { a }`,
    '{',
  ]
  for (let time = 0; time < 3; time += 1) {
    for (const query of [document, space(' '), space('\n\n'), space(' ,')]) expect(choose({ query })).toBe(query)
    for (const query of others) expect(() => choose({ query })).toThrow(GraphQLError)
  }
})

it('does not fill the memory with spacings of one text', () => {
  const fields = Array.from({ length: 250 }, (_, at) => `field${at}`).join(' ')
  const long = printDocument(`query Long { ${fields} }`)
  const { choose } = createDocuments('trusted', [{ id: toDocumentId(long), name: 'Long', document: long }])
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void // what --expose-gc gives every new context
  collect()
  const before = process.memoryUsage().heapUsed
  for (let time = 0; time < 4_000; time += 1) {
    const query = long.replace('{', `{${(time + 2 ** 12).toString(2).replaceAll('0', ' ').replaceAll('1', ',')}`)
    if (choose({ query }) !== query) throw new Error('it is trusted')
  }
  collect()
  // Some 13 million characters went by, of which two are remembered.
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(6e6)
  expect(choose({ query: long })).toBe(long)
})
