/**
 * S05: two hundred users, each of a tenant of its own, ask for their own data all at once, with loaders, shared calls and the
 * report cache on, while Finpass sends answers that nobody asked for on sockets that are kept alive. Nobody is ever given
 * a word of anybody else's.
 */
import { Agent } from 'node:http'
import type { Bar, Figures, Run } from './harness/bar.ts'
import { type Cluster, openCluster } from './harness/cluster.ts'
import { post } from './harness/http-load.ts'
import { type InjectingFinpass, openInjectingFinpass, toCanary } from './harness/injecting-finpass.ts'

const AT_ONCE = 50
/** Cached for so short that most rounds ask Finpass again, and some do not. */
const CACHE_MS = 60

/** So few that each is taken again at once. */
const SOCKETS = 4

const STATEMENTS = `query($id: ID!) { applicant(id: $id) { id bankAccounts { holder { name }
  transactions(first: 5) { nodes { narration } } } } }`
const EVERYTHING = `query($id: ID!) { applicant(id: $id) { id bankAccounts { holder { name }
  analysis { card { customerName } } } transactions { nodes { narration } } } }`
const EVENT = `subscription($id: ID!) { journeyStatusChanged(journeyId: $id) { journey { applicant { id
  bankAccounts { holder { name } } } } } }`

interface User {
  readonly handle: string
  readonly applicantId: string
  readonly journeyId: string
  readonly headers: Readonly<Record<string, string>>
}

export const bar: Bar = {
  id: 'S05',
  name: 'cross-user bleed',
  modes: ['embedded', 'redis'],
  undefended: () => [
    {
      file: 'src/finpass/echo.ts',
      from: 'if (isBelieved(answer, asked)) return answer',
      to: 'return answer',
    },
    {
      file: 'src/finpass/turnstile.ts',
      from: 'await new Promise(setImmediate)\n    crossing = null\n    await new Promise(setImmediate)',
      to: 'crossing = null',
    },
  ],
  limits: ({ scale }) => ({
    responses: { least: scale(10_000, 300) },
    foreignCanaries: { exactly: 0 },
    injected: { least: scale(1_000, 40) },
    // Otherwise nothing was there to be mixed up.
    ownCanaries: { least: scale(7_000, 200) },
  }),
  async run(run) {
    const { mode, mutations, random, scale } = run
    const handles = Array.from({ length: scale(200, 24) }, (_, user) => `aabsa_mock_user${user}x${random.below(1e9)}`)
    await using finpass = await openInjectingFinpass({ random, share: 0.35, handles })
    const environment = {
      FINPASS_BASE_URL: finpass.url,
      REPORT_CACHE_MS: String(CACHE_MS),
      // What a consent allows is not what is measured.
      CONSENT_READS_PER_DAY: '100000',
    }
    await using cluster = await openCluster({ mode, mutations, environment, tuning: { connections: SOCKETS } })
    return await ask(cluster, finpass, handles, run)
  },
}

async function ask(
  cluster: Cluster,
  finpass: InjectingFinpass,
  handles: readonly string[],
  run: Run,
): Promise<Figures> {
  const users: User[] = []
  for (const [number, handle] of handles.entries()) {
    const tenant = `lender-${number}`
    const [added] = await cluster.first.addJourneys({ count: 1, tenant, handles: [handle] })
    if (added === undefined) throw new Error('no journey was added')
    users.push({ handle, ...added, headers: await cluster.headers(`user-${number}`, tenant) })
  }
  await cluster.first.append({ journeys: users.map(({ journeyId }) => journeyId), status: 'COMPLETED' })
  const canaries = new Map(users.map(({ handle }) => [toCanary(handle), handle]))
  const counts = { responses: 0, foreignCanaries: 0, ownCanaries: 0, broken: 0, failed: 0 }
  const codes = new Map<string, number>()
  const agent = new Agent({ keepAlive: true, maxSockets: 2 * AT_ONCE })

  async function one(user: User, round: number): Promise<void> {
    const isEvent = round % 10 === 9
    const query = isEvent ? EVENT : round % 2 === 0 ? STATEMENTS : EVERYTHING
    const variables = { id: isEvent ? user.journeyId : user.applicantId }
    const headers = isEvent ? { ...user.headers, accept: 'text/event-stream' } : user.headers
    const posted = await post(cluster.first.url, headers, JSON.stringify({ query, variables }), agent).catch(() => null)
    // A keep-alive socket that ends just when it is taken again.
    if (posted === null) return void (counts.broken += 1)
    const { text } = posted
    counts.responses += 1
    const code = /"code":"(\w+)"/.exec(text)?.[1]
    if (code !== undefined) codes.set(`${isEvent} ${code}`, (codes.get(`${isEvent} ${code}`) ?? 0) + 1)
    const seen = new Set([...text.matchAll(/Canary [A-Z0-9]+ Endofit/g)].map(([canary]) => canaries.get(canary)))
    if (seen.has(user.handle)) counts.ownCanaries += 1
    else counts.failed += 1
    seen.delete(user.handle)
    if (seen.size > 0 || text.match(/Canary/g)?.length !== text.match(/Canary [A-Z0-9]+ Endofit/g)?.length)
      counts.foreignCanaries += 1
  }

  const rounds = run.scale(52, 14)
  const wanted = users.flatMap((user) => Array.from({ length: rounds }, (_, round) => [user, round] as const))
  // Two of the same user side by side now and then, so that calls are shared.
  const next = run.random.shuffle(wanted).values()
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const [user, round] of next) await Promise.all([one(user, round), ...(round === 0 ? [one(user, 1)] : [])])
    }),
  )
  agent.destroy()
  run.say(`S05: ${[...codes].map((each) => each.join(' ')).join(', ')}`)
  return { ...counts, asked: finpass.asked, injected: finpass.injected }
}
