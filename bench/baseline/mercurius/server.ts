/**
 * The same screens from a GraphQL server without our checks: Mercurius as its documentation has it for production, that is
 * compiled queries (`jit`), loaders, prepared queries alone, and one undici Pool behind. Run as `node … <upstream url>`.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Fastify from 'fastify'
import mercurius from 'mercurius'
import { createFinpass } from '../finpass.ts'
import { toAccounts, toAnalyses, toFilings, toProfile, toShopAccounts } from '../reading.ts'

const FOLDER = import.meta.dirname
const QUERIES = ['underwriter', 'work-list', 'statement'].map((name) => [
  name,
  readFileSync(join(FOLDER, `../../operation/${name}.graphql`), 'utf8'),
])

const finpass = createFinpass(process.argv[2] ?? '')
const app = Fastify()
app.register(mercurius, {
  schema: readFileSync(join(FOLDER, 'schema.graphql'), 'utf8'),
  jit: 1,
  graphiql: false,
  persistedQueries: Object.fromEntries(QUERIES),
  onlyPersisted: true,
  // What two fields of one applicant need is fetched once in a request.
  context: () => ({ taxData: new Map() }),
  resolvers: {
    Query: {
      applicant: (_root, { id }) => ({ id }),
      nodes: (_root, { ids }) => ids.map((id) => ({ id })),
    },
    Node: { resolveType: () => 'Applicant' },
  },
  loaders: {
    Applicant: {
      taxProfile: forEach(async (id, context) => toProfile(await loadTaxData(id, context))),
      itrFilings: forEach(async (id, context) => toFilings(await loadTaxData(id, context))),
      // A shop has a long statement, and comes from the other product.
      bankAccounts: forEach(async (id) =>
        id.startsWith('shop')
          ? toShopAccounts((await finpass.aggregatorReport(id.replace('shop', 'person'))).data)
          : toAccounts((await finpass.statements(id)).data),
      ),
      bsaAnalysis: forEach(async (id) => ({ accounts: toAnalyses((await finpass.analysis(id)).data) })),
      journeys: forEach(async (id) => [{ status: (await finpass.itrStatus(id)).status }]),
    },
  },
})
const address = await app.listen({ port: 0, host: '127.0.0.1' })
console.log(address)
process.once('SIGTERM', () => process.exit(0))

/** A loader that asks for each applicant of the batch at the same time. */
function forEach(load) {
  return (queries, context) => Promise.all(queries.map(({ obj }) => load(obj.id, context)))
}

function loadTaxData(id, { taxData }) {
  const known = taxData.get(id) ?? finpass.itrData(id).then(({ data }) => data)
  taxData.set(id, known)
  return known
}
