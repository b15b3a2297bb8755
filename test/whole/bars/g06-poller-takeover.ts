/**
 * G06: the replica that has the looks at 200 journeys under way dies, or freezes and wakes again. Another takes every one
 * of them over, none is asked about more than once too often, and what the frozen one had been told is not written by it
 * when it wakes: by then its claims are void.
 */
import { PLAIN_TRAFFIC } from '../../support/plain-traffic.ts'
import { setTimeout as wait } from 'node:timers/promises'
import type { Bar, Run } from './harness/bar.ts'
import { type Cluster, openCluster, type Replica } from './harness/cluster.ts'
import { waitUntil } from './harness/live.ts'

const STATUS = 'aa-bsa.status'
/** What Finpass takes to answer those who then die or freeze: longer than the looks take to begin on a busy machine. */
const ANSWER_MS = 6_000
/** Less than any two looks at a journey that were meant lie apart. */
const TWICE_MS = 3_000
const TERMINAL = 'COMPLETED'

export const bar: Bar = {
  id: 'G06',
  name: 'poller takeover',
  modes: ['redis'],
  // Whoever has an answer writes it.
  undefended: () => [{ file: 'src/journeys/check.ts', from: 'const { fence } = claim', to: 'const fence = null' }],
  limits: ({ scale }) => ({
    ownedByTheDead: { exactly: scale(200, 40) },
    answersToTheFrozen: { exactly: scale(200, 40) },
    takenOverMs: { most: 15_000 },
    doublePollsPerJob: { most: 1 },
    zombieWrites: { exactly: 0 },
    stuck: { exactly: 0 },
    flaws: { exactly: 0 },
    troubles: { exactly: 0 },
  }),
  async run(run) {
    const [killed, frozen] = run.isQuick
      ? await Promise.all([playKilled(run), playFrozen(run)])
      : [await playKilled(run), await playFrozen(run)]
    return {
      ...killed,
      ...frozen,
      takenOverMs: Math.max(killed.takenOverMs, frozen.takenOverMs),
      killedTakenOverMs: killed.takenOverMs,
      frozenTakenOverMs: frozen.takenOverMs,
      doublePollsPerJob: Math.max(killed.doublePollsPerJob, frozen.doublePollsPerJob),
      stuck: killed.stuck + frozen.stuck,
      flaws: killed.flaws + frozen.flaws,
      troubles: killed.troubles + frozen.troubles,
    }
  },
}

interface Scene {
  readonly cluster: Cluster
  readonly owner: Replica
  readonly heir: Replica
  readonly journeys: readonly string[]
  readonly webhookTokens: readonly string[]
  /** Calls about a journey's status, by handle, each with its moment. */
  calls(): Map<string | null, readonly { readonly at: number; readonly status: number | null }[]>
}

/** One replica has a look at every journey under way, and Finpass has not answered yet. */
async function openScene(run: Run, stack: AsyncDisposableStack): Promise<Scene> {
  const count = run.scale(200, 40)
  const cluster = stack.use(
    await openCluster({
      mode: run.mode,
      replicas: 2,
      mutations: run.mutations,
      // A Finpass in trouble must be asked on here: what is counted is who asks.
      tuning: { parallel: count, connections: count, ...PLAIN_TRAFFIC },
      environment: { POLLS_PER_SECOND: '200' },
    }),
  )
  const { sandbox, replicas } = cluster
  const [owner, heir] = replicas
  if (owner === undefined || heir === undefined) throw new Error('two replicas were asked for')
  // Only one of them is awake when the looks fall due.
  heir.process().signal('SIGSTOP')
  sandbox.faults.set({ match: STATUS, kind: 'latency', ms: ANSWER_MS })
  // Finpass has news: consent is asked for since a moment.
  const handles = Array.from({ length: count }, () => sandbox.seed('salaried-clean', 'AA_BSA', 12_000))
  const webhookTokens = Array.from({ length: count }, (_, index) => `${run.seed}-webhook-token-${index}`)
  const added = await owner.addJourneys({ count, handles, webhookTokens, dueInMs: -4_000 })
  const calls: Scene['calls'] = () =>
    Map.groupBy(
      sandbox.calls.list().filter(({ operation }) => operation === STATUS),
      ({ handle }) => handle,
    )
  if ((await waitUntil(() => calls().size === count, 20_000)) === null) throw new Error('the looks do not begin')
  return { cluster, owner, heir, journeys: added.map(({ journeyId }) => journeyId), webhookTokens, calls }
}

async function playKilled(run: Run) {
  await using stack = new AsyncDisposableStack()
  const scene = await openScene(run, stack)
  const { cluster, owner, heir, journeys, calls } = scene
  const ownedByTheDead = [...calls().values()].filter(([only]) => only?.status === null).length
  cluster.sandbox.faults.clear()
  heir.process().signal('SIGCONT')
  const killedAt = Date.now()
  await owner.kill()
  const { takenOverMs, doublePollsPerJob } = await untilTakenOver(scene, killedAt)
  cluster.sandbox.clock.advance(300_000)
  const stuck = await countStuck(heir, journeys, 30_000)
  return { ownedByTheDead, takenOverMs, doublePollsPerJob, stuck, ...(await judge(scene)) }
}

async function playFrozen(run: Run) {
  await using stack = new AsyncDisposableStack()
  const scene = await openScene(run, stack)
  const { cluster, owner, heir, journeys, calls } = scene
  const { sandbox } = cluster
  owner.process().signal('SIGSTOP')
  const frozenAt = Date.now()
  sandbox.faults.clear()
  // Whoever takes over learns nothing, so that only the frozen one has anything to write.
  const blind = sandbox.faults.set({ match: STATUS, kind: 'server-error' })
  heir.process().signal('SIGCONT')
  const { takenOverMs, doublePollsPerJob } = await untilTakenOver(scene, frozenAt)
  const answersToTheFrozen = [...calls().values()].filter(([first]) => first?.status === 200).length
  owner.process().signal('SIGCONT')
  await wait(TWICE_MS)
  const journal = await heir.readJournal(journeys)
  const zombieWrites = [...journal.values()].reduce((sum, entries) => sum + entries.length - 1, 0)
  const most = Math.max(...[...calls().values()].map((those) => those.length - 1))
  sandbox.faults.clear(blind)
  sandbox.clock.advance(300_000)
  // They are asked about again in half a minute; Finpass calls earlier.
  await Promise.all(scene.webhookTokens.map((token, index) => callWebhook(cluster, index, token)))
  const stuck = await countStuck(heir, journeys, 60_000)
  return {
    answersToTheFrozen,
    takenOverMs,
    doublePollsPerJob: Math.max(doublePollsPerJob, most),
    zombieWrites,
    stuck,
    ...(await judge(scene)),
  }
}

/** Waits until each journey was asked about a second time, and a moment longer. */
async function untilTakenOver({ calls, journeys }: Scene, since: number) {
  await waitUntil(() => [...calls().values()].every((those) => those.length >= 2), 30_000)
  await wait(1_000)
  const all = [...calls().values()]
  const seconds = all.map((those) => those[1]?.at ?? Number.POSITIVE_INFINITY)
  if (all.length !== journeys.length) throw new Error('a journey was never asked about')
  // Calls that follow at once belong to the same look at a journey.
  const doubles = all.map(
    (those) => those.filter(({ at }, index) => index > 0 && at - (those[1]?.at ?? at) < TWICE_MS).length,
  )
  return { takenOverMs: Math.max(...seconds) - since, doublePollsPerJob: Math.max(...doubles) }
}

async function countStuck(replica: Replica, journeys: readonly string[], patienceMs: number): Promise<number> {
  const count = async (): Promise<number> => {
    const journal = await replica.readJournal(journeys)
    return journeys.filter((id) => journal.get(id)?.at(-1)?.status !== TERMINAL).length
  }
  const until = Date.now() + patienceMs
  while (Date.now() < until && (await count()) > 0) await wait(500)
  return count()
}

/** What is wrong with the journal in the end, and what the replicas complained of. */
async function judge({ cluster, heir, journeys }: Scene): Promise<{ flaws: number; troubles: number }> {
  const journal = await heir.readJournal(journeys)
  const isFlawed = (id: string): boolean =>
    (journal.get(id) ?? []).some(
      ({ sequence, status }, index, entries) =>
        sequence !== index + 1 || (status === TERMINAL && index !== entries.length - 1),
    )
  const running = cluster.replicas.filter((replica) => replica.process().isRunning)
  const troubles = (await Promise.all(running.map((replica) => replica.troubles()))).flat()
  return { flaws: journeys.filter(isFlawed).length, troubles: troubles.length }
}

async function callWebhook({ replicas }: Cluster, index: number, token: string): Promise<void> {
  // No faster than a replica takes calls.
  await wait(index * 10)
  const response = await fetch(`${replicas[index % replicas.length]?.url}/webhooks/finpass/${token}`, {
    method: 'POST',
  })
  if (response.status !== 204) throw new Error(`a webhook was answered ${response.status}`)
}
