/** `npm run documents`: what a team can add, what is refused, and that a file that was tampered with is seen. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  addDocuments,
  checkDocuments,
  listDocuments,
  type Registry,
  removeDocuments,
} from '../../scripts/document-registry.ts'
import { createSchema } from '../../src/graph/schema.ts'
import { parseManifest, readManifests } from '../../src/server/document/manifest.ts'
import { ROOT } from '../guards/source.ts'

const TENANT = 'query MyTenant { viewer { tenant } }'

let folder: string
let into: string
let registry: Registry
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'finpass-graph-documents-'))
  into = join(folder, 'team/mine.json')
  registry = { root: ROOT, schema: createSchema(), into }
})
afterEach(() => rmSync(folder, { recursive: true }))

function write(name: string, text: string): string {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}
const read = () => parseManifest(readFileSync(into, 'utf8'), into)

describe('a team', () => {
  it('adds its documents, lists them, checks them and removes them', () => {
    const file = write('a.graphql', `# mine\n${TENANT}`)
    const [line = ''] = addDocuments(registry, [file])
    const [, id = ''] = /^MyTenant {2}(sha256:[0-9a-f]{64})$/.exec(line) ?? []
    expect(read()).toEqual([{ id, name: 'MyTenant', document: 'query MyTenant {\n  viewer {\n    tenant\n  }\n}' }])
    expect(listDocuments(registry).join('\n')).toContain(id)
    expect(listDocuments(registry).join('\n')).toContain('UnderwriterView')
    expect(checkDocuments(registry)).toEqual([expect.stringMatching(/^\d+ trusted documents fit/)])
    removeDocuments(registry, ['MyTenant'])
    expect(read()).toEqual([])
    expect(() => removeDocuments(registry, ['MyTenant'])).toThrow('does not hold MyTenant')
  })

  it('adds a folder, keeps what was there, and adds nothing twice', () => {
    addDocuments(registry, [write('b.graphql', 'query B { viewer { subject } }')])
    write('a.graphql', TENANT)
    addDocuments(registry, [folder])
    addDocuments(registry, [folder])
    expect(read().map(({ name }) => name)).toEqual(['B', 'MyTenant'])
  })

  it.each([
    ['that is no GraphQL', 'query {', 'Syntax Error'],
    ['with a field that is not there', 'query A { viewer { pasword } }', 'Cannot query field "pasword"'],
    ['without a name', '{ viewer { tenant } }', 'one operation, with a name'],
    ['with two operations', `${TENANT} query Other { viewer { tenant } }`, 'one operation, with a name'],
    ['that asks for the schema', 'query A { __schema { types { name } } }', 'introspection'],
    [
      'that is nested too deep',
      `query A { applicant(id: "x") { ${'journeys { applicant { '.repeat(6)}id${' } }'.repeat(6)} } }`,
      'at most 10 deep',
    ],
    [
      'that asks too much',
      `query A { ${Array.from({ length: 60 }, (_, at) => `a${at}: viewer { tenant }`).join(' ')} }`,
      'at most',
    ],
    [
      'with a password in it',
      'mutation A($id: ID!) { itrJourneyStart(input: { applicantId: $id, username: "u", password: "p", consent: true }) { journey { id } } }',
      'must not stand in the document',
    ],
    [
      'with a password for a default',
      'mutation A($id: ID!, $p: Secret! = "p") { itrJourneyStart(input: { applicantId: $id, username: "u", password: $p, consent: true }) { journey { id } } }',
      'must not stand in the document',
    ],
  ])('cannot add a document %s, nor any beside it', (_name, text, problem) => {
    const files = [write('good.graphql', TENANT), write('bad.graphql', text)]
    expect(() => addDocuments(registry, files)).toThrow(problem)
    expect(() => addDocuments(registry, files)).toThrow('Nothing was added.')
    expect(() => read()).toThrow('ENOENT')
  })

  it('cannot change what is made from the saved operations', () => {
    const saved = { ...registry, into: join(ROOT, 'schema/documents/saved.json') }
    expect(() => addDocuments(saved, [write('a.graphql', TENANT)])).toThrow('npm run codegen')
  })

  it('is told of a document that does not fit the schema any more', () => {
    const added = addDocuments(registry, [write('a.graphql', TENANT)])
    expect(added).toHaveLength(2)
    const schema = createSchema()
    delete schema.getQueryType()?.getFields().viewer
    expect(() => checkDocuments({ ...registry, schema })).toThrow('MyTenant: Cannot query field "viewer"')
  })

  it('has one command for it, which says how it is used', () => {
    const run = (...args: string[]) =>
      spawnSync('node_modules/.bin/node', ['scripts/documents.ts', ...args], { cwd: ROOT, encoding: 'utf8' })
    const added = run('add', write('a.graphql', TENANT), '--into', into)
    expect([added.stderr, added.status]).toEqual(['', 0])
    expect(added.stdout).toMatch(/^MyTenant {2}sha256:/)
    const wrong = run('ad', 'x')
    expect(wrong.status).toBe(1)
    expect(wrong.stderr).toContain('npm run documents -- add FILE')
  })
})

describe('a file of trusted documents', () => {
  it.each([
    ['a text that was changed', (text: string) => text.replace('tenant', 'scopes')],
    ['an id that was changed', (text: string) => text.replace(/sha256:./, 'sha256:x')],
    ['an entry without a document', (text: string) => text.replace('"document"', '"text"')],
    ['another format', (text: string) => text.replace('documents-1', 'documents-9')],
    ['half of its text', (text: string) => text.slice(0, -20)],
  ])('with %s is refused', async (_name, change) => {
    addDocuments(registry, [write('a.graphql', TENANT)])
    const files = join(ROOT, 'schema/documents')
    await expect(readManifests(files, [into])).resolves.toContainEqual(expect.objectContaining({ name: 'MyTenant' }))
    writeFileSync(into, change(readFileSync(into, 'utf8')))
    await expect(readManifests(files, [into])).rejects.toThrow(into)
  })

  it('that is not there is refused by its name', async () => {
    await expect(readManifests(join(ROOT, 'schema/documents'), [into])).rejects.toThrow(`${into} cannot be read`)
  })
})
