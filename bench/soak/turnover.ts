/**
 * Journeys that start, are followed by ten subscribers each and end, one after another in every lane. When one has ended, what
 * each subscriber saw is compared with the journal, and the journal with its own rules; then nothing of it is kept here.
 */
import { setTimeout as wait } from 'node:timers/promises'
import type { Cluster } from '../../test/whole/bars/harness/cluster.ts'
import { post } from '../../test/whole/bars/harness/http-load.ts'
import { checkLedger, countFindings } from '../../test/whole/bars/harness/ledger.ts'
import { registerApplicant, toItrStart } from '../../test/whole/bars/harness/itr-start.ts'
import { type Subscriber, toClientLog } from '../../test/whole/bars/harness/subscriber.ts'
import { openSubscriber } from '../../test/whole/bars/harness/subscribers.ts'
import { TENANT } from '../../test/support/store-record.ts'
import { tokenHeaders } from '../../test/support/token.ts'
import type { Tally } from './tally.ts'

const SUBSCRIBERS_EACH = 10
const LONGEST_JOURNEY_MS = 20 * 60_000
const PATIENCE_MS = 60_000
const TERMINAL: ReadonlySet<string> = new Set(['COMPLETED', 'CONSENT_DENIED', 'FAILED', 'EXPIRED', 'TIMED_OUT'])
/** Who declines; everybody else is somebody new who agrees. */
const DECLINER = '9000000007'

const START_BANK = `mutation($input: AaBsaJourneyStartInput!) { aaBsaJourneyStart(input: $input) {
  journey { id status } userErrors { code } } }`

export interface Turnover {
  /** Ids of journeys under way. */
  readonly live: ReadonlySet<string>
  readonly subscribers: number
  /** Resolves when every lane has seen the end of its last journey. */
  readonly ended: Promise<void>
}

export interface TurnoverOptions {
  readonly cluster: Cluster
  readonly lanes: number
  readonly tally: Tally
  readonly signal: AbortSignal
}

export function openTurnover({ cluster, lanes, tally, signal }: TurnoverOptions): Turnover {
  const live = new Set<string>()
  const present = new Set<Subscriber>()
  let begun = 0

  async function follow(number: number): Promise<void> {
    const headers = await tokenHeaders({ subject: `officer-${number % 50}`, tenant: TENANT, expiresIn: 14_400 })
    const startedAt = Date.now()
    const started = await start(cluster, headers, number).catch((thrown: unknown) => String(thrown))
    if (typeof started === 'string') {
      tally.fail('start', started, startedAt)
      await wait(2_000)
      return
    }
    const { id } = started
    live.add(id)
    tally.started += 1
    const own = Array.from({ length: SUBSCRIBERS_EACH }, (_, index) =>
      openSubscriber({
        name: `${number}-${index}`,
        transport: index % 2 === 0 ? 'ws' : 'sse',
        url: cluster.url,
        headers,
        id,
        pauseMs: 2_000,
      }),
    )
    for (const subscriber of own) present.add(subscriber)
    const hasEnded = ({ arrivals }: Subscriber): boolean => TERMINAL.has(arrivals.at(-1)?.status ?? '')
    try {
      const until = Date.now() + LONGEST_JOURNEY_MS
      // One of them now and then loses its connection, and comes back with its cursor.
      while (!own.some(hasEnded) && Date.now() < until) {
        await wait(5_000)
        if (Math.random() < 0.2) own[Math.floor(Math.random() * own.length)]?.drop()
      }
      const all = Date.now() + PATIENCE_MS
      while (!own.every(hasEnded) && Date.now() < all) await wait(500)
      await judge(id, own)
    } finally {
      live.delete(id)
      for (const subscriber of own) {
        present.delete(subscriber)
        await subscriber.leave('abruptly')
      }
    }
  }

  async function judge(id: string, own: readonly Subscriber[]): Promise<void> {
    const replica = cluster.replicas[tally.ended % cluster.replicas.length] ?? cluster.first
    const journal = await replica.readJournal([id])
    const entries = journal.get(id) ?? []
    const ends = entries.filter(({ status }) => TERMINAL.has(status))
    tally.endings.set(ends.length, (tally.endings.get(ends.length) ?? 0) + 1)
    const last = ends.at(-1)?.status ?? 'not ended'
    tally.statuses.set(last, (tally.statuses.get(last) ?? 0) + 1)
    tally.transitions += entries.length
    tally.ended += 1
    const found = countFindings(
      checkLedger(
        journal,
        own.map((each) => toClientLog(each, [id])),
      ),
    )
    for (const [kind, count] of Object.entries(found)) {
      if (count > 0) tally.findings.set(kind, (tally.findings.get(kind) ?? 0) + count)
    }
    for (const { arrivals, errors, connections } of own) {
      tally.deliveries += arrivals.length
      tally.reconnects += connections - 1
      tally.resyncs += arrivals.filter(({ resync }) => resync).length
      for (const { arrivedAt, observedAt } of arrivals.slice(1)) tally.delays.push(arrivedAt - observedAt)
      for (const code of errors) tally.fail('subscription', code, Date.now())
    }
  }

  const running = Array.from({ length: lanes }, async (_, lane) => {
    // Not all at once, and not in step.
    await wait(lane * 500)
    while (!signal.aborted) {
      begun += 1
      await follow(begun).catch((thrown: unknown) => tally.fail('soak', String(thrown), Date.now()))
    }
  })
  return {
    live,
    get subscribers() {
      return present.size
    },
    ended: Promise.all(running).then(() => undefined),
  }
}

/** A new applicant and a start; gives the journey, or the codes of why there is none. */
async function start(cluster: Cluster, headers: { readonly authorization: string }, number: number) {
  const applicantId = await registerApplicant(cluster.url, headers, { reference: `soak-${process.pid}-${number}` })
  const digits = String(number).padStart(6, '0')
  const isTax = number % 3 === 0
  const bank = { applicantId, mobile: number % 10 === 1 ? DECLINER : `91${digits}00`, redirect: 'app' }
  const pan = `SOK${String.fromCharCode(65 + (Math.floor(number / 10_000) % 26))}P${digits.slice(-4)}Z`
  const body = isTax
    ? toItrStart(applicantId, { username: pan, password: 'made-up' })
    : JSON.stringify({ query: START_BANK, variables: { input: bank } })
  const { status, text } = await post(cluster.url, headers, body)
  const id = /"journey":\{"id":"([\w-]+)"/.exec(text)?.[1]
  if (id !== undefined) return { id }
  return [...text.matchAll(/"code":"(\w+)"/g)].map(([, code]) => code).join(' ') || `status ${status}`
}
