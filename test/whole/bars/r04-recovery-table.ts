/**
 * R04: centrifuge's recovery table, over a real gateway with a history of ten: what can be proved is replayed to the last
 * entry, what cannot is said to be unproved by a snapshot with `resync`, and never is there a partial replay. Then
 * cursors that prove nothing: another journal's, another caller's, another journey's, altered ones.
 */
import type { Bar, Figures, Run } from './harness/bar.ts'
import { type Cluster, openCluster } from './harness/cluster.ts'
import { forgeCursor, readEpochOf } from './harness/forged-cursor.ts'
import type { Subscriber, Transport } from './harness/subscriber.ts'
import { openSubscribers, type Subscribers } from './harness/subscribers.ts'

interface Case {
  readonly name: string
  /** Latest transition when the subscriber comes. */
  readonly total: number
  readonly from: number
  readonly isRecovered: boolean
  readonly longestReplay?: number
  readonly isExpired?: boolean
}

/** A journey has its first transition from the start, so the empty stream is one with nothing behind that. */
const CASES: readonly Case[] = [
  { name: 'nothing new since the start', total: 1, from: 1, isRecovered: true },
  { name: 'from 8 of 10', total: 10, from: 8, isRecovered: true },
  { name: 'from 5 of 10, at most 2', total: 10, from: 5, isRecovered: false, longestReplay: 2 },
  { name: 'from 5 of 10, at most 1', total: 10, from: 5, isRecovered: false, longestReplay: 1 },
  { name: 'from 8 of 20, trimmed', total: 20, from: 8, isRecovered: false },
  { name: 'from 108 of 20, the future', total: 20, from: 108, isRecovered: false },
  { name: 'from 7 of 7', total: 7, from: 7, isRecovered: true },
  { name: 'from 0 of 4', total: 4, from: 0, isRecovered: true },
  { name: 'from 8 of 10, expired', total: 10, from: 8, isRecovered: false, isExpired: true },
  { name: 'from 1 of 1, expired, nothing missed', total: 1, from: 1, isRecovered: true, isExpired: true },
]
const TRANSPORTS: readonly Transport[] = ['ws', 'sse']
const HISTORY = 10
const MAX_AGE_MS = 1_800_000
const PATIENCE_MS = 5_000

export const bar: Bar = {
  id: 'R04',
  name: 'recovery table',
  modes: ['embedded', 'redis'],
  undefended: () => [
    {
      file: 'src/journeys/follow.ts',
      from: 'if (missed < 0 || missed > longestReplay) return unproved',
      to: '',
    },
    { file: 'src/journeys/cursor.ts', from: 'return isOurs ? {', to: 'return isOurs || true ? {' },
  ],
  limits: () => ({
    recovered: { exactly: CASES.length * TRANSPORTS.length },
    refused: { exactly: ATTACKS.length * TRANSPORTS.length },
    foreignEvents: { exactly: 0 },
  }),
  async run(run) {
    const figures = { recovered: 0, refused: 0, foreignEvents: 0 }
    const limits = [...new Set(CASES.map(({ longestReplay }) => longestReplay))]
    for (const longestReplay of limits) {
      const journal = { maxEntries: HISTORY, maxAgeMs: MAX_AGE_MS }
      const tuning = { journal, ...(longestReplay !== undefined && { longestReplay }) }
      await using cluster = await openCluster({ mode: run.mode, mutations: run.mutations, tuning })
      await using subscribers = openSubscribers(cluster)
      for (const each of CASES.filter((it) => it.longestReplay === longestReplay)) {
        for (const transport of TRANSPORTS) {
          if (await isHeld({ cluster, subscribers, transport }, each)) figures.recovered += 1
          else run.say(`R04 ${transport}: ${each.name} does not hold`)
        }
      }
      if (longestReplay === undefined) await attack({ cluster, subscribers }, run, figures)
    }
    return figures
  },
}

interface Place {
  readonly cluster: Cluster
  readonly subscribers: Subscribers
  readonly transport: Transport
}

async function isHeld({ cluster, subscribers, transport }: Place, wanted: Case): Promise<boolean> {
  const { first } = cluster
  const { total, from, isRecovered, isExpired = false } = wanted
  const [added] = await first.addJourneys({ count: 1 })
  if (added === undefined) throw new Error('no journey was added')
  const { journeyId } = added
  if (total > 1) await first.append({ journeys: [journeyId], count: total - 1 })
  const subject = `recovering-${journeyId}`
  const after = await forgeCursor({
    subject,
    epoch: await readEpoch(subscribers, journeyId),
    journeyId,
    sequence: from,
  })
  if (isExpired) await first.expire(Date.now() + 2 * MAX_AGE_MS)
  const subscriber = await subscribers.open({ name: subject, transport, id: journeyId, after, attempts: 0 })
  await subscriber.until(() => subscriber.connections === 1, PATIENCE_MS)
  const replayed = isRecovered ? total - from : 1
  await subscriber.until(() => subscriber.arrivals.length >= replayed, PATIENCE_MS)
  await first.append({ journeys: [journeyId] })
  await subscriber.until(() => subscriber.arrivals.length > replayed, PATIENCE_MS)
  await subscriber.leave()
  const start = isRecovered ? from + 1 : total
  const expected = Array.from({ length: total - start + 2 }, (_, index) => ({
    sequence: start + index,
    resync: !isRecovered && index === 0,
  }))
  const got = subscriber.arrivals.map(({ sequence, resync }) => ({ sequence, resync }))
  return JSON.stringify(got) === JSON.stringify(expected) && subscriber.errors.length === 0
}

async function readEpoch(subscribers: Subscribers, journeyId: string): Promise<string> {
  return readEpochOf((await readCursor(subscribers, journeyId, `epoch-${journeyId}`)) ?? '')
}

/** A cursor as the gateway gives it to a subject. */
async function readCursor(subscribers: Subscribers, journeyId: string, name: string): Promise<string | null> {
  const subscriber = await subscribers.open({ name, transport: 'ws', id: journeyId, attempts: 0 })
  await subscriber.until(() => subscriber.arrivals.length > 0, PATIENCE_MS)
  await subscriber.leave()
  return subscriber.cursor
}

/** What an attacker makes of a cursor of its own, and of one it found. */
interface Attack {
  readonly name: string
  forge(given: {
    own: string
    found: string
    other: string
    subject: string
    journeyId: string
  }): Promise<string> | string
}

const ATTACKS: readonly Attack[] = [
  {
    name: 'another journal',
    forge: ({ subject, journeyId }) => forgeCursor({ subject, epoch: 'an-epoch-long-gone', journeyId, sequence: 1 }),
  },
  { name: 'of another caller', forge: ({ found }) => found },
  { name: 'of another journey', forge: ({ other }) => other },
  {
    name: 'of another tenant',
    forge: ({ subject, journeyId, own }) =>
      forgeCursor({ subject, tenant: 'lender-two', epoch: readEpochOf(own), journeyId, sequence: 1 }),
  },
  {
    name: 'with another number',
    forge({ own }) {
      const plain = Buffer.from(own, 'base64url').toString()
      return Buffer.from(plain.replace(/~(\d+)~/, '~1~')).toString('base64url')
    },
  },
  {
    name: 'with another signature',
    forge({ own }) {
      const plain = Buffer.from(own, 'base64url').toString()
      return Buffer.from(`${plain.slice(0, -1)}${plain.endsWith('A') ? 'B' : 'A'}`).toString('base64url')
    },
  },
  { name: 'cut short', forge: ({ own }) => own.slice(0, -10) },
  { name: 'no cursor at all', forge: () => 'bm90IGEgY3Vyc29y' },
]

/** Each must be answered by a snapshot of one's own journey that says `resync`. */
async function attack(
  { cluster, subscribers }: Omit<Place, 'transport'>,
  run: Run,
  figures: Record<'refused' | 'foreignEvents', number> & Figures,
): Promise<void> {
  const [mine, others] = await cluster.first.addJourneys({ count: 2 })
  if (mine === undefined || others === undefined) throw new Error('no journeys were added')
  const { journeyId } = mine
  await cluster.first.append({ journeys: [journeyId, others.journeyId], count: 4 })
  const found = await readCursor(subscribers, journeyId, 'victim')
  for (const { name, forge } of ATTACKS) {
    for (const transport of TRANSPORTS) {
      const subject = `attacker-${name}-${transport}`
      const own = await readCursor(subscribers, journeyId, subject)
      const other = await readCursor(subscribers, others.journeyId, subject)
      if (own === null || other === null || found === null) throw new Error('no cursor was given')
      const after = await forge({ own, found, other, subject, journeyId })
      const subscriber = await subscribers.open({ name: subject, transport, id: journeyId, after, attempts: 0 })
      await subscriber.until(() => subscriber.arrivals.length > 0, 1_000)
      await subscriber.leave()
      figures.foreignEvents += subscriber.arrivals.filter((arrival) => arrival.journeyId !== journeyId).length
      if (isRefused(subscriber)) figures.refused += 1
      else run.say(`R04 ${transport}: a cursor ${name} was not refused`)
    }
  }
}

function isRefused({ arrivals }: Subscriber): boolean {
  const [only] = arrivals
  return arrivals.length === 1 && only?.sequence === 5 && only.resync
}
