/**
 * S15: tokens come to their end while their callers stream: they expire, are revoked by name, by subject or by key, or the
 * issuer withdraws their key. Every replica must end every stream within two seconds, with a word that a client acts on,
 * send nothing more, and refuse the token; and who comes back with a fresh one has missed nothing.
 */
import { openIssuer } from '../../support/issuer.ts'
import type { Bar } from './harness/bar.ts'
import { openCluster, type Replica } from './harness/cluster.ts'
import { post } from './harness/http-load.ts'
import { untilLive, waitUntil } from './harness/live.ts'
import { nowMs } from './harness/subscriber.ts'
import { openSubscribers } from './harness/subscribers.ts'
import { addKeys, type EndedStream, endTokens, openStreams, renew, type TokenEnd } from './harness/token-end.ts'

const MOST_CLOSE_MS = 2_000
const MOST_LATE_MS = 1_000
/** A moment that did not come; a figure must be finite to be written down. */
const NEVER_MS = 99_999

export const bar: Bar = {
  id: 'S15',
  name: 'expiry and revocation',
  modes: ['embedded', 'redis'],
  // A token is checked when its caller comes, and never again.
  undefended: () => [
    { file: 'src/server/caller/admission.ts', from: 'principal.expiresAt', to: 'null' },
    {
      file: 'src/server/caller/admission.ts',
      from: 'revocations.watch(principal, endOnce)',
      to: 'revocations.watch(principal, () => undefined)',
    },
    {
      file: 'src/server/caller/admission.ts',
      from: 'if (revocations.isRevoked(principal)) throw',
      to: 'if (false) throw',
    },
  ],
  limits: ({ mode, scale }) => ({
    streams: { least: 10 * scale(8, 1) * (mode === 'redis' ? 2 : 1) },
    closeMs: { most: MOST_CLOSE_MS },
    latePayloads: { exactly: 0 },
    wrongEnds: { exactly: 0 },
    stillAccepted: { exactly: 0 },
    bystandersEnded: { exactly: 0 },
    missed: { exactly: 0 },
    resyncs: { exactly: 0 },
    notResumed: { exactly: 0 },
  }),
  async run({ mode, mutations, scale, say }) {
    await using issuer = await openIssuer()
    await addKeys(issuer)
    await using cluster = await openCluster({
      mode,
      replicas: 2,
      mutations,
      tuning: { keySet: { refreshMs: 400 } },
      environment: { ...issuer.environment, AUTH_JWT_SECRET: '' },
    })
    const journeys = (await cluster.first.addJourneys({ count: 5 })).map(({ journeyId }) => journeyId)
    await using subscribers = openSubscribers(cluster)
    const each = scale(8, 1)
    const expiresInMs = scale(6_000, 3_000)
    const opened = await openStreams({ cluster, issuer, subscribers, journeys, each, expiresInMs })
    const { streams, expiresAt } = opened
    await untilLive(streams.map(({ subscriber }) => subscriber))
    if (nowMs() > expiresAt - 200) throw new Error('tokens expired before everybody was live')
    const traffic = new AbortController()
    const driving = driveUntil(traffic.signal, cluster.first, journeys)

    const endedAt: Partial<Record<TokenEnd, number>> = {
      expiry: expiresAt,
      ...(await endTokens(cluster, issuer, streams)),
    }
    const ended = streams.filter(({ end }) => end !== 'none')
    const bystanders = streams.filter(({ end }) => end === 'none')
    const lastEnd = Math.max(...Object.values(endedAt))
    await waitUntil(() => nowMs() > lastEnd + MOST_CLOSE_MS, 30_000)
    const accepted = await Promise.all(ended.map(isAccepted))

    // Everybody comes back, to another replica if there is one, and follows what is still being written.
    const resumed = await Promise.all(
      ended.map(async (stream) => {
        const { transport, journeyId: id, subscriber, claims } = stream
        const headers = await renew(issuer, stream)
        const name = `${claims.subject}-again`
        return subscribers.open({ name, transport, id, headers, url: cluster.url, after: subscriber.cursor })
      }),
    )
    const notResumed = await waitUntil(() => resumed.every(({ arrivals }) => arrivals.length > 1), 10_000)
    traffic.abort()
    await driving

    const closings = ended.map((stream) => toCloseMs(stream, endedAt))
    for (const end of new Set(ended.map((stream) => stream.end))) {
      const own = closings.filter((_, index) => ended[index]?.end === end)
      say(`S15: ${end}: closed after ${Math.round(Math.min(...own))} to ${Math.round(Math.max(...own))} ms`)
    }
    const seams = ended.map(({ subscriber }, index) => findSeam(subscriber, resumed[index]))
    return {
      streams: ended.length,
      closeMs: Math.max(...closings),
      latePayloads: ended.reduce((sum, stream) => sum + countLate(stream, endedAt), 0),
      wrongEnds: ended.filter((stream) => !isToldWhy(stream)).length,
      stillAccepted: accepted.filter(Boolean).length,
      bystandersEnded: bystanders.filter(({ subscriber }) => subscriber.closings.length + subscriber.errors.length > 0)
        .length,
      missed: seams.reduce((sum, { missed }) => sum + missed, 0),
      resyncs: seams.filter(({ isResync }) => isResync).length,
      notResumed: notResumed === null ? resumed.filter(({ arrivals }) => arrivals.length < 2).length : 0,
    }
  },
}

async function driveUntil(over: AbortSignal, replica: Replica, journeys: readonly string[]): Promise<void> {
  while (!over.aborted) await replica.drive({ journeys, perSecond: 50, seconds: 0.3 })
}

/** From the end of the token until the stream was closed. */
function toCloseMs({ end, subscriber }: EndedStream, endedAt: Partial<Record<TokenEnd, number>>): number {
  const [closing] = subscriber.closings
  return closing === undefined ? NEVER_MS : closing.at - (endedAt[end] ?? 0)
}

function countLate({ end, subscriber }: EndedStream, endedAt: Partial<Record<TokenEnd, number>>): number {
  return subscriber.arrivals.filter(({ arrivedAt }) => arrivedAt > (endedAt[end] ?? 0) + MOST_LATE_MS).length
}

/** 4403 has a client fetch a fresh token; a stream has its coded error, and ends in order. */
function isToldWhy({ transport, subscriber }: EndedStream): boolean {
  const [closing] = subscriber.closings
  if (transport === 'ws') return closing?.code === 4403
  return closing?.code === 1000 && subscriber.isOver && subscriber.errors.join() === 'AUTH_INVALID'
}

/** True when the ended token still gets an answer. */
async function isAccepted({ replica, headers }: EndedStream): Promise<boolean> {
  const { status, text } = await post(replica.url, headers, JSON.stringify({ query: '{ viewer { subject } }' }))
  return status !== 401 || !text.includes('"AUTH_INVALID"')
}

type Arrivals = Pick<EndedStream['subscriber'], 'arrivals'>

/** What is missing in both logs together, the second of which began behind the first. */
function findSeam(
  before: Arrivals,
  after: Arrivals | undefined,
): { readonly missed: number; readonly isResync: boolean } {
  const rest = after?.arrivals ?? []
  const seen = new Set([...before.arrivals, ...rest].map(({ sequence }) => sequence))
  const [first, last] = [Math.min(...seen), Math.max(...seen)]
  return { missed: last - first + 1 - seen.size, isResync: rest.some(({ resync }) => resync) }
}
