/** Every trusted document of this repository fits the schema: a change that breaks one breaks a client that is deployed. */
import { expect, it } from 'vitest'
import { checkDocuments } from '../../scripts/document-registry.ts'
import { createSchema } from '../../src/graph/schema.ts'
import { ROOT } from './source.ts'

it('holds no trusted document that would be refused', () => {
  const [line = ''] = checkDocuments({ root: ROOT, schema: createSchema(), into: null })
  expect(Number.parseInt(line, 10)).toBeGreaterThan(10)
})
