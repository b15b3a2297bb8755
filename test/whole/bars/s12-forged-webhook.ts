/**
 * S12: whoever knows or guesses an address that Finpass calls. Calls that lie, wrong tokens, repetitions, bodies that are too
 * large, wrong methods, and a steady stream while Finpass hangs: no transition that Finpass did not tell, a look per
 * journey and five seconds at most, and a wrong token that looks like any path that is not there.
 */
import { setTimeout as wait } from 'node:timers/promises'
import { type Bar, percentile, type Run } from './harness/bar.ts'
import { type Cluster, openCluster } from './harness/cluster.ts'
import { waitUntil } from './harness/live.ts'

const OPERATION = 'aa-bsa.status'
const REST_MS = 5_000
/** Looks are timed at the sandbox, a little after they were begun. */
const SLACK_MS = 250
const LIE = JSON.stringify({ status: 'completed', event: 'COMPLETED', data: { status: 'analysis_complete' } })

export const bar: Bar = {
  id: 'S12',
  name: 'forged webhook',
  modes: ['embedded', 'redis'],
  isTimed: true,
  // A call is taken at its word: the look is due at once, however often.
  undefended: () => [
    { file: 'src/store/nudge.ts', from: 'export const NUDGE_REST_MS = 5000', to: 'export const NUDGE_REST_MS = 0' },
  ],
  limits: ({ scale }) => ({
    falseTransitions: { exactly: 0 },
    looksTooSoon: { exactly: 0 },
    looks: { least: 4 },
    wrongTokens: { exactly: scale(10_000, 200) },
    otherThanNotFound: { exactly: 0 },
    tellable: { exactly: 0 },
    largeBodiesRefused: { exactly: 2 },
    methodsRefused: { exactly: 4 },
    acknowledgedP99Ms: { most: 200 },
    unhandled: { exactly: 0 },
  }),
  async run(run) {
    await using cluster = await openCluster({
      mode: run.mode,
      replicas: 2,
      mutations: run.mutations,
      // Only calls bring looks; there is no other in the time this takes.
      environment: { POLL_INTERVAL_MS: '3600000' },
    })
    const { first, sandbox } = cluster
    const count = 4
    const tokens = Array.from({ length: count }, (_, index) => `webhook-token-${run.seed}-${index}`)
    const handles = tokens.map(() => sandbox.seed('stuck-job', 'AA_BSA', 600_000))
    // Overdue, so that the fleet plans them, too: a call can only bring forward what is planned.
    const added = await first.addJourneys({ count, handles, webhookTokens: tokens, dueInMs: -10_000 })
    const journeys = added.map(({ journeyId }) => journeyId)
    const readLooks = () => sandbox.calls.list().filter(({ operation }) => operation === OPERATION)
    if ((await waitUntil(() => readLooks().length >= count, 20_000)) === null) {
      throw new Error('not every journey was looked at first')
    }
    const lies = run.scale(1_000, 100)
    const times: number[] = []
    for (let index = 0; index < lies; index += 1) {
      times.push((await call(cluster, tokens[index % count] ?? '', { body: LIE })).ms)
      await wait(run.scale(10, 20))
    }
    const wrong = await guess(cluster, run)
    const shapes = await tryShapes(cluster, tokens[0] ?? '')
    sandbox.faults.set({ match: OPERATION, kind: 'hang' })
    const hanging = run.scale(10_000, 1_000)
    for (const endsAt = Date.now() + hanging; Date.now() < endsAt; ) {
      times.push((await call(cluster, tokens[0] ?? '', { body: LIE })).ms)
      await wait(10)
    }
    sandbox.faults.clear()
    // What the last calls have brought comes once the journeys have rested.
    await waitUntil(
      () =>
        new Set(
          readLooks()
            .slice(count)
            .map(({ handle }) => handle),
        ).size === count,
      2 * REST_MS,
    )
    const journal = await first.readJournal(journeys)
    const looks = readLooks()
    return {
      falseTransitions: [...journal.values()].flat().filter(({ status }) => status === 'COMPLETED').length,
      // Beside the first ones, which no call has brought.
      looks: looks.length - count,
      looksTooSoon: countTooSoon(looks),
      ...wrong,
      ...shapes,
      acknowledgedP99Ms: percentile(times, 0.99),
      calls: times.length,
      unhandled: (await Promise.all(cluster.replicas.map((replica) => replica.troubles()))).flat().length,
    }
  },
}

interface CallOptions {
  readonly method?: string
  readonly body?: string | null
  readonly path?: string
}

async function call(
  { url }: Cluster,
  token: string,
  { method = 'POST', body = '{}', path = '/webhooks/finpass/' }: CallOptions,
) {
  const beganAt = performance.now()
  try {
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(`${url}${path}${token}`, { method, body, headers })
    const text = await response.text()
    return {
      status: response.status,
      text,
      type: response.headers.get('content-type'),
      ms: performance.now() - beganAt,
    }
  } catch {
    // Cut off while it was still sending.
    return { status: 0, text: '', type: null, ms: performance.now() - beganAt }
  }
}

/** Wrong tokens, no faster than calls are looked at at all; compared with a path that is not there. */
async function guess(cluster: Cluster, { scale, random }: Run) {
  const nowhere = await call(cluster, 'nothing', { path: '/no/such/path/' })
  const wanted = scale(10_000, 200)
  let [wrongTokens, otherThanNotFound, tellable] = [0, 0, 0]
  while (wrongTokens < wanted) {
    const answers = await Promise.all(
      Array.from({ length: Math.min(20, wanted - wrongTokens) }, () =>
        call(cluster, `${random.below(2 ** 30)}-${random.below(2 ** 30)}-guess-of-a-token`, {}),
      ),
    )
    wrongTokens += answers.length
    // Told to come back later says nothing of the token either.
    const told = answers.filter(({ status }) => status !== 429)
    otherThanNotFound += told.filter(({ status }) => status !== 404).length
    tellable += told.filter(({ text, type }) => text !== nowhere.text || type !== nowhere.type).length
    await wait(60)
  }
  return { wrongTokens, otherThanNotFound, tellable }
}

async function tryShapes(cluster: Cluster, token: string) {
  const large = [
    await call(cluster, token, { body: 'x'.repeat(1_000_000) }),
    await call(cluster, token, { body: 'x'.repeat(100_000) }),
  ]
  const methods: number[] = []
  for (const method of ['GET', 'PUT', 'DELETE', 'PATCH']) {
    methods.push((await call(cluster, token, { method, body: method === 'GET' ? null : '{}' })).status)
  }
  return {
    largeBodiesRefused: large.filter(({ status }) => status === 413 || status === 0).length,
    methodsRefused: methods.filter((status) => status === 405).length,
  }
}

/** Looks at a journey that follow another within the time that it is to rest. */
function countTooSoon(looks: readonly { readonly handle: string | null; readonly at: number }[]): number {
  let count = 0
  for (const own of Map.groupBy(looks, ({ handle }) => handle).values()) {
    const moments = own.map(({ at }) => at).toSorted((a, b) => a - b)
    for (const [index, at] of moments.entries()) {
      if (index > 0 && at - (moments[index - 1] ?? 0) < REST_MS - SLACK_MS) count += 1
    }
  }
  return count
}
