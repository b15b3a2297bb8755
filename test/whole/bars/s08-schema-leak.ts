/**
 * S08: what somebody with a token, and without the schema, can find out of it in production. Nine misspelt documents that
 * GraphQL would put right, introspection, a trace, a walk by `__typename`: over HTTP, server-sent events and WebSocket, and what a
 * browser is shown. Where any document may run, a mistake must still not be put right.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Bar } from './harness/bar.ts'
import { type Asking, askOnce } from './harness/ask-once.ts'
import { TRANSPORTS } from './harness/transport.ts'
import { headersWithout, tokenHeaders } from '../../support/token.ts'
import { openCluster } from './harness/cluster.ts'

interface Probe {
  readonly name: string
  /** What it is after; null for any name of the schema. */
  readonly wanted: string | null
  readonly body: object
}

const register = (input: string): string => `mutation { applicantRegister(input: ${input}) { applicant { id } } }`

/** Each one letter away from a name of the schema. */
const MISSPELT: readonly Probe[] = [
  { name: 'a root field', wanted: 'viewer', body: { query: '{ viewr { tenant } }' } },
  { name: 'a field', wanted: 'subject', body: { query: '{ viewer { subjct } }' } },
  { name: 'an argument', wanted: 'first', body: { query: '{ applicants(frst: 1) { totalCount } }' } },
  { name: 'a mutation', wanted: 'applicantErase', body: { query: 'mutation { applicantEras(input: {}) { x } }' } },
  {
    name: 'a subscription',
    wanted: 'applicantProgressed',
    body: { query: 'subscription { applicantProgresed { x } }' },
  },
  { name: 'an input field', wanted: 'mobile', body: { query: register('{ reference: "x", mobil: "9" }') } },
  {
    name: 'an enum value',
    wanted: 'CREATED_DESC',
    body: { query: '{ applicants(orderBy: CREATED_DES) { totalCount } }' },
  },
  { name: 'a type', wanted: 'Applicant', body: { query: '{ node(id: "x") { ... on Aplicant { id } } }' } },
  {
    name: 'an input field in a variable',
    wanted: 'mobile',
    body: {
      query: 'mutation($i: ApplicantRegisterInput!) { applicantRegister(input: $i) { applicant { id } } }',
      variables: { i: { reference: 'x', mobil: '9' } },
    },
  },
]
const OTHERS: readonly Probe[] = [
  { name: 'introspection', wanted: null, body: { query: '{ __schema { types { name fields { name } } } }' } },
  { name: 'introspection of a type', wanted: null, body: { query: '{ __type(name: "Query") { fields { name } } }' } },
  { name: 'the SDL', wanted: null, body: { query: '{ _service { sdl } }' } },
  {
    name: 'a walk',
    wanted: null,
    body: { query: '{ __typename viewer { __typename } node(id: "x") { __typename } }' },
  },
]
const TRACE = {
  'apollo-federation-include-trace': 'ftv1',
  'x-apollo-tracing': '1',
  'apollo-query-plan-experimental': '1',
}
const TRACED =
  /"(?:tracing|ftv1|trace|stack|stacktrace|extensions":\{"(?:tracing|ftv1))|x-powered-by|\n {4}at |node_modules/i

export const bar: Bar = {
  id: 'S08',
  name: 'schema leak',
  modes: ['embedded', 'redis'],
  undefended: () => [
    { file: 'src/server/document/documents.ts', from: "mode === 'trusted' && ", to: 'false && ' },
    { file: 'src/server/yoga.ts', from: 'hideSuggestions: true', to: 'hideSuggestions: false' },
    {
      file: 'src/server/complaint.ts',
      from: "error.message.replace(/ Did you mean [\\s\\S]*$/, '')",
      to: 'error.message',
    },
    { file: 'src/server/yoga.ts', from: 'if (!showsSchema && ', to: 'if (showsSchema && ' },
  ],
  limits: () => ({
    misspelt: { exactly: MISSPELT.length * TRANSPORTS.length },
    revealed: { exactly: 0 },
    otherProbes: { exactly: OTHERS.length * TRANSPORTS.length },
    otherRevealed: { exactly: 0 },
    putRightWithAnyDocument: { exactly: 0 },
    introspectedWithAnyDocument: { exactly: 0 },
    introspectedWithScope: { exactly: TRANSPORTS.length },
    traced: { exactly: 0 },
    pagesShown: { exactly: 0 },
  }),
  async run({ mode, mutations, say }) {
    const names = readNames()
    const figures = { misspelt: 0, revealed: 0, otherProbes: 0, otherRevealed: 0, traced: 0, pagesShown: 0 }
    let [putRightWithAnyDocument, introspectedWithAnyDocument, introspectedWithScope] = [0, 0, 0]
    for (const documents of ['trusted', 'any']) {
      await using cluster = await openCluster({ mode, mutations, environment: { DOCUMENTS: documents } })
      const headers = await headersWithout('schema:read')
      const permitted = await tokenHeaders({ scopes: ['schema:read'] })
      for (const transport of TRANSPORTS) {
        const asking = { url: cluster.url, headers, transport }
        for (const probe of [...MISSPELT, ...OTHERS]) {
          const found = await findRevealed(asking, probe, names)
          const isOther = probe.wanted === null
          const isBad =
            found.length > 0 && (documents === 'trusted' || probe.wanted === null || found.includes(probe.wanted))
          if (isBad) say(`S08 ${documents} ${transport}: ${probe.name} reveals ${found.slice(0, 5).join(', ')}`)
          if (documents === 'trusted') {
            figures[isOther ? 'otherProbes' : 'misspelt'] += 1
            if (found.length > 0) figures[isOther ? 'otherRevealed' : 'revealed'] += 1
          } else if (probe.wanted !== null && found.includes(probe.wanted)) putRightWithAnyDocument += 1
          else if (probe.name.startsWith('introspection') && found.length > 0) introspectedWithAnyDocument += 1
        }
        const answer = await readWire(
          { ...asking, headers: { ...headers, ...TRACE } },
          { query: '{ viewer { tenant } }' },
        )
        if (TRACED.test(answer)) figures.traced += 1
        const told = await readWire({ ...asking, headers: permitted }, { query: '{ __schema { types { name } } }' })
        if (documents === 'any' && told.includes('"BankAccount"')) introspectedWithScope += 1
      }
      figures.pagesShown += await countPages(cluster.url)
    }
    return { ...figures, putRightWithAnyDocument, introspectedWithAnyDocument, introspectedWithScope }
  },
}

/** Every name of the schema that is no word of everyday errors. */
function readNames(): ReadonlySet<string> {
  const sdl = readFileSync(join(import.meta.dirname, '../../../schema/schema.graphql'), 'utf8')
  const bare = sdl.replaceAll(/"""[\s\S]*?"""|"(?:\\.|[^"\\])*"/g, '')
  const names = new Set(bare.match(/[A-Za-z_]\w{3,}/g))
  if (names.size < 200) throw new Error('the schema could not be read')
  return names
}

/** Names in the answer that are neither in the question nor in what is answered to a question about nothing. */
async function findRevealed(asking: Asking, { body }: Probe, names: ReadonlySet<string>): Promise<string[]> {
  const empty = await readWire(asking, { query: '{ zzz }' })
  const known = new Set(`${JSON.stringify(body)} ${empty.replaceAll(/on type \\?"\w+/g, '')}`.match(/\w+/g))
  const words = new Set((await readWire(asking, body)).match(/\w+/g))
  return [...words].filter((word) => names.has(word) && !known.has(word))
}

/** Everything that came back, headers too. */
async function readWire(asking: Asking, body: object): Promise<string> {
  const headers = { accept: 'application/graphql-response+json', ...asking.headers }
  const { head, text, codes } = await askOnce({ ...asking, headers }, body)
  // A socket that was closed has said no word that could be looked at.
  if (text === '') throw new Error(`closed with ${codes.join(' ')}`)
  return `${head}\n\n${text}`
}

/** Answers to a browser that are pages. */
async function countPages(url: string): Promise<number> {
  const paths = [
    '/',
    '/graphql',
    '/graphiql',
    '/playground',
    '/graphql?query=%7B__typename%7D',
    '/schema.graphql',
    '/sdl',
  ]
  const pages = await Promise.all(
    paths.map(async (path) => {
      const response = await fetch(url + path, { headers: { accept: 'text/html' }, redirect: 'manual' })
      const isPage = (response.headers.get('content-type') ?? '').includes('html')
      return isPage || /<script|type Query/.test(await response.text())
    }),
  )
  return pages.filter(Boolean).length
}
