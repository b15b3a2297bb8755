/**
 * S06: passwords tried by shape and by number. However a request is made up, at most one login reaches Finpass; and for one
 * PAN at most five within 15 minutes, over all tenants and replicas, also when they come at once, and after a restart.
 */
import { type Bar, type Run } from './harness/bar.ts'
import { askOnce } from './harness/ask-once.ts'
import { type Cluster, openCluster } from './harness/cluster.ts'
import { post } from './harness/http-load.ts'
import { TRANSPORTS } from './harness/transport.ts'

const LOGIN = 'itr.analyze'
const MOST = 5
const TRIES = 30
const PAYLOAD = 'itrJourneyStart(input: $input) { userErrors { code retryAfter } }'
const HEAD = 'mutation($input: ItrJourneyStartInput!)'
const aliases = (count: number): string =>
  Array.from({ length: count }, (_, index) => `a${index}: ${PAYLOAD}`).join(' ')

const SHAPES: readonly string[] = [
  `${HEAD} { ${aliases(1_000)} }`,
  `${HEAD} { ${aliases(20)} }`,
  `${HEAD} { ${aliases(2)} }`,
  `${HEAD} { ...A ...B } fragment A on Mutation { a: ${PAYLOAD} } fragment B on Mutation { b: ${PAYLOAD} }`,
  `${HEAD} { ...A } fragment A on Mutation { ... on Mutation { a: ${PAYLOAD} } b: ${PAYLOAD} }`,
  `${HEAD} { ${PAYLOAD} link: journeyLink(input: { applicantId: "x", kind: ITR, finpassId: "y" }) { userErrors { code } } }`,
]

export const bar: Bar = {
  id: 'S06',
  name: 'brute force by shape',
  modes: ['embedded', 'redis'],
  undefended: () => [
    { file: 'src/journeys/engine.ts', from: 'await options.logins.admit(username)', to: '' },
    { file: 'src/server/document/limit.ts', from: 'if (carried > limits.credentials)', to: 'if (carried < 0)' },
  ],
  limits: ({ scale }) => ({
    mostLoginsPerRequest: { most: 1 },
    loginsByShape: { exactly: 0 },
    batchesRefused: { exactly: scale(3, 1) },
    mostLoginsPerAccount: { most: MOST },
    // Those that are allowed get through.
    leastLoginsPerAccount: { least: MOST },
    refusedWithRetryAfter: { exactly: scale(10, 3) * (TRIES - MOST) },
    loginsAfterRestart: { exactly: 0 },
    loginsWithoutStore: { exactly: 0 },
  }),
  async run(run) {
    await using cluster = await openCluster({ mode: run.mode, replicas: 3, mutations: run.mutations })
    const applicants = await Promise.all(
      ['lender-one', 'lender-two'].map(async (tenant) => {
        const [added] = await cluster.first.addJourneys({ count: 1, tenant })
        return { tenant, applicantId: added?.applicantId ?? '' }
      }),
    )
    return { ...(await tryShapes(cluster, applicants, run)), ...(await tryAccounts(cluster, applicants, run)) }
  },
}

interface Place {
  readonly tenant: string
  readonly applicantId: string
}

/** A PAN that nobody has tried yet. */
let lastPan = 0
function nextPan(): string {
  lastPan += 1
  return `BRUPF${String(lastPan).padStart(4, '0')}Z`
}

function toInput({ applicantId }: Place, username: string): object {
  return { input: { applicantId, username, password: 'wrong', consent: true } }
}

function takeLogins({ sandbox }: Cluster): number {
  const logins = sandbox.calls.list().filter(({ operation }) => operation === LOGIN).length
  sandbox.calls.clear()
  return logins
}

async function tryShapes(cluster: Cluster, [place]: readonly Place[], run: Run) {
  if (place === undefined) throw new Error('nobody was added')
  const { authorization } = await cluster.headers('attacker', place.tenant)
  takeLogins(cluster)
  const perRequest: number[] = []
  for (const query of SHAPES) {
    for (const transport of TRANSPORTS) {
      await askOnce(
        { transport, url: cluster.url, headers: { authorization } },
        { query, variables: toInput(place, nextPan()) },
      )
      perRequest.push(takeLogins(cluster))
    }
  }
  let batchesRefused = 0
  for (let time = 0; time < run.scale(3, 1); time += 1) {
    const one = { query: `${HEAD} { ${PAYLOAD} }`, variables: toInput(place, nextPan()) }
    const batch = JSON.stringify(Array.from({ length: 100 }, () => one))
    const { status } = await post(cluster.url, { authorization }, batch)
    if (status >= 400 && status < 500) batchesRefused += 1
    perRequest.push(takeLogins(cluster))
  }
  return {
    mostLoginsPerRequest: Math.max(...perRequest),
    loginsByShape: perRequest.reduce((sum, logins) => sum + logins, 0),
    batchesRefused,
  }
}

async function tryAccounts(cluster: Cluster, places: readonly Place[], run: Run) {
  const logins: number[] = []
  let refusedWithRetryAfter = 0
  let pan = ''
  for (let account = 0; account < run.scale(10, 3); account += 1) {
    pan = nextPan()
    const answers = await Promise.all(Array.from({ length: TRIES }, (_, index) => login(cluster, places, pan, index)))
    logins.push(takeLogins(cluster))
    refusedWithRetryAfter += answers.filter((text) => /"LIMIT_LOGINS","retryAfter":"\d{4}-/.test(text)).length
  }
  return {
    mostLoginsPerAccount: Math.max(...logins),
    leastLoginsPerAccount: Math.min(...logins),
    refusedWithRetryAfter,
    ...(await tryOn(cluster, places, pan)),
  }
}

/** One more attempt after each replica was killed and has come back, and while Redis stands still. */
async function tryOn(cluster: Cluster, places: readonly Place[], pan: string) {
  // One process counts in memory: that a restart begins anew is what docs/operations.md says.
  if (cluster.redis === null) return { loginsAfterRestart: 0, loginsWithoutStore: 0 }
  for (const replica of cluster.replicas) {
    await replica.kill()
    await replica.restart()
  }
  await Promise.all(cluster.replicas.map((_, index) => login(cluster, places, pan, index)))
  const loginsAfterRestart = takeLogins(cluster)
  cluster.redis.pause()
  try {
    await Promise.all(cluster.replicas.map((_, index) => login(cluster, places, nextPan(), index)))
  } finally {
    cluster.redis.resume()
  }
  return { loginsAfterRestart, loginsWithoutStore: takeLogins(cluster) }
}

/** An attempt by one of two tenants, at one of the replicas; gives the answer as it came. */
async function login(cluster: Cluster, places: readonly Place[], pan: string, index: number): Promise<string> {
  const { replicas } = cluster
  const place = places[index % places.length]
  const replica = replicas[index % replicas.length] ?? cluster.first
  if (place === undefined) throw new Error('nobody was added')
  const body = JSON.stringify({ query: `${HEAD} { ${PAYLOAD} }`, variables: toInput(place, pan) })
  const headers = await cluster.headers(`attacker-${index}`, place.tenant)
  return post(replica.url, headers, body).then(
    ({ text }) => text,
    () => '',
  )
}
