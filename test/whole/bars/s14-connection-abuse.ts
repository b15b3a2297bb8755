/**
 * S14: connections that speak too slowly, too much, or not at all. Each is cut off in time and for little memory, and good
 * callers notice nothing. Nobody who is refused takes others with it: fifty subscriptions of a thousand live on.
 */
import { setTimeout as wait } from 'node:timers/promises'
import type { Bar, Run } from './harness/bar.ts'
import { type Cluster, openCluster } from './harness/cluster.ts'
import type { ConnectionLife } from './harness/connection-lives.ts'
import { type HttpLoad, openHttpLoad } from './harness/http-load.ts'
import { waitUntil } from './harness/live.ts'
import { openRawSockets, type RawSockets } from './harness/raw-sockets.ts'
import { openRudeSocket } from './harness/rude-socket.ts'
import { speakTooMuch, type Weigh } from './harness/too-much.ts'

const KEPT_SUBSCRIPTIONS = 50
const NEW_SOCKETS = 1_000
const BODY = JSON.stringify({ query: '{ applicants(first: 10) { nodes { id reference } } }' })
const HANDSHAKE = [
  'GET /graphql HTTP/1.1',
  'host: localhost',
  'connection: upgrade',
  'upgrade: websocket',
  'sec-websocket-version: 13',
  'sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==',
  'sec-websocket-protocol: graphql-transport-ws',
  '\r\n',
].join('\r\n')

export const bar: Bar = {
  id: 'S14',
  name: 'connection abuse',
  modes: ['embedded'],
  isTimed: true,
  undefended: () => [
    { file: 'src/server/websocket.ts', from: '    stopFlood(socket, load)\n', to: '' },
    {
      file: 'src/server/websocket-operation.ts',
      from: 'load.admitOn(principal, Object.keys(subscriptions).length)',
      to: 'null',
    },
    { file: 'src/server/websocket.ts', from: 'maxPayload: load.limits.frameBytes', to: 'maxPayload: 100_000_000' },
    { file: 'src/server/websocket.ts', from: 'maxFragments: MOST_FRAGMENTS', to: 'maxFragments: 1_000_000' },
    {
      file: 'src/server/websocket.ts',
      from: 'connectionInitWaitTimeout: INIT_WAIT_MS',
      to: 'connectionInitWaitTimeout: 0',
    },
    { file: 'src/server/app.ts', from: 'headersTimeout: HEADERS_TIMEOUT_MS', to: 'headersTimeout: 60_000' },
    { file: 'src/server/app.ts', from: 'requestTimeout: REQUEST_TIMEOUT_MS', to: 'requestTimeout: 100_000' },
  ],
  limits: ({ isQuick, scale }) => ({
    goodShare: { least: scale(0.999, 0.99) },
    noInitLeft: { exactly: 0 },
    newSocketsAtOnce: { most: NEW_SOCKETS },
    largeFrameCode: { exactly: 1009 },
    largeFrameMs: { most: scale(100, 1_000) },
    fragmentsCode: { exactly: 1008 },
    pingFloodsLeft: { exactly: 0 },
    messageFloodCode: { exactly: 1013 },
    subscriptionsRefused: { exactly: scale(1_000, 120) - KEPT_SUBSCRIPTIONS },
    subscriptionsLive: { exactly: KEPT_SUBSCRIPTIONS },
    largeHeaderRefused: { exactly: 1 },
    rssGrowthMb: { most: 64 },
    unhandled: { exactly: 0 },
    ...(isQuick
      ? {}
      : {
          noInitMs: { most: 3_500 },
          slowHeadersLeft: { exactly: 0 },
          slowHeadersMs: { most: 10_500 },
          slowBodiesLeft: { exactly: 0 },
          slowBodiesMs: { most: 15_500 },
          deafLeft: { exactly: 0 },
          // Some for longer than a load balancer keeps them, and none for good.
          deafKept: { least: 1, most: 100 },
          deafMs: { most: 80_000 },
        }),
  }),
  async run(run) {
    await using cluster = await openCluster({
      mode: run.mode,
      mutations: run.mutations,
      environment: { LIMIT_NEW_SOCKETS: String(NEW_SOCKETS), LIMIT_SOCKETS: '24', BAR_LIVES: 'yes' },
    })
    const { first } = cluster
    await first.addJourneys({ count: 10 })
    await using load = openHttpLoad({
      url: first.url,
      perSecond: 40,
      headers: await cluster.headers('good'),
      toBody: () => BODY,
    })
    await wait(run.scale(5_000, 1_000))
    const before = (await first.memory()).rssBytes
    const sizes: number[] = []
    const weigh = async (): Promise<void> => void sizes.push((await first.memory()).rssBytes)
    const figures = {
      ...(await speakNever(cluster, run, async () => void sizes.push(await first.rss()))),
      ...(await speakTooMuch(cluster, weigh)),
      ...(await subscribeTooOften(cluster, run, weigh)),
      ...(await speakSlowly(cluster, run)),
    }
    const since = Date.now()
    const deaf = await weighSlow(cluster, run, weigh)
    await load.stop()
    await weigh()
    return {
      ...figures,
      ...(await seeDeafGo(cluster, run, deaf, since)),
      ...toShare(load),
      rssGrowthMb: (Math.max(...sizes) - before) / 2 ** 20,
      unhandled: (await first.troubles()).length,
    }
  },
}

function toShare({ sent, failed }: HttpLoad) {
  return { goodSent: sent, goodShare: (sent - failed) / sent }
}

/** Sockets that are opened and then say nothing. Weighed without a collection, which would hold up what is timed. */
async function speakNever({ first }: Cluster, { scale }: Run, weigh: Weigh) {
  const sockets = openRawSockets({ port: first.port, count: scale(2_000, 150), first: HANDSHAKE })
  await waitUntil(() => [...sockets.heads.values()].reduce((sum, count) => sum + count, 0) === sockets.count, 10_000)
  await weigh()
  const noInitLeft = await sockets.untilClosed(8_000)
  sockets.leave()
  return {
    noInitLeft,
    noInitMs: toMost(sockets),
    newSocketsAtOnce: sockets.heads.get('HTTP/1.1 101') ?? 0,
    newSocketsRefused: sockets.heads.get('HTTP/1.1 503') ?? 0,
  }
}

/** Subscriptions on one socket, slowly enough not to be a flood of messages. */
async function subscribeTooOften(cluster: Cluster, { scale }: Run, weigh: Weigh) {
  const { first } = cluster
  const [added] = await first.addJourneys({ count: 1 })
  if (added === undefined) throw new Error('no journey was added')
  const rude = await openRudeSocket(first.url, (await cluster.headers('rude')).authorization)
  const count = scale(1_000, 120)
  const query = 'subscription($id: ID!) { journeyStatusChanged(journeyId: $id) { sequence } }'
  for (let index = 0; index < count; index += 1) {
    rude.send({ id: String(index), type: 'subscribe', payload: { query, variables: { id: added.journeyId } } })
    if (index % 10 === 9) await wait(75)
  }
  await waitUntil(() => rude.messages.length > count, 5_000)
  await weigh()
  const refused = rude.messages.filter(
    ({ type, payload }) => type === 'error' && JSON.stringify(payload).includes('LIMIT_SUBSCRIPTIONS'),
  )
  const heardBefore = rude.messages.length
  await first.append({ journeys: [added.journeyId] })
  const heard = (): number => rude.messages.slice(heardBefore).filter(({ type }) => type === 'next').length
  await waitUntil(() => heard() >= KEPT_SUBSCRIPTIONS, 5_000)
  await wait(100)
  const subscriptionsLive = heard()
  rude.socket.terminate()
  return { subscriptionsRefused: refused.length, subscriptionsLive }
}

/** Headers, bodies and readers that take their time, all at once. */
async function speakSlowly(cluster: Cluster, { isQuick, scale }: Run) {
  const since = Date.now()
  const all = await openSlow(cluster, scale(1_000, 60))
  await wait(scale(6_000, 500))
  if (isQuick) {
    for (const sockets of Object.values(all)) sockets.leave()
    return {}
  }
  const left = await Promise.all([all.headers.untilClosed(20_000), all.bodies.untilClosed(20_000)])
  for (const sockets of Object.values(all)) sockets.leave()
  // Ports are used again.
  const lives = (await cluster.first.connectionLives()).filter(({ beganAt }) => beganAt >= since)
  return {
    slowHeadersLeft: left[0],
    slowHeadersMs: Math.max(...toLived(all.headers, lives)),
    slowHeadersHeardMs: toMost(all.headers),
    slowBodiesLeft: left[1],
    slowBodiesMs: Math.max(...toLived(all.bodies, lives)),
    slowBodiesHeardMs: toMost(all.bodies),
  }
}

/** Apart from the timing: with so much open a collection stops everything for seconds. Gives those who are still there. */
async function weighSlow(cluster: Cluster, { scale }: Run, weigh: Weigh): Promise<RawSockets> {
  const { deaf, ...slow } = await openSlow(cluster, scale(1_000, 60))
  await wait(scale(6_000, 500))
  await weigh()
  for (const sockets of Object.values(slow)) sockets.leave()
  return deaf
}

/** Their answers fit into what the system keeps, so to the gateway they are callers who may ask again. */
async function seeDeafGo({ first }: Cluster, { isQuick }: Run, deaf: RawSockets, since: number) {
  deaf.hear()
  const deafLeft = isQuick ? 0 : await deaf.untilClosed(80_000)
  deaf.leave()
  if (isQuick) return {}
  const lived = toLived(
    deaf,
    (await first.connectionLives()).filter(({ beganAt }) => beganAt >= since),
  )
  return { deafLeft, deafKept: lived.filter((ms) => ms > 60_000).length, deafMs: Math.max(...lived) }
}

async function openSlow(cluster: Cluster, count: number) {
  const { authorization } = await cluster.headers('slow')
  const common = { port: cluster.first.port, count, perSecond: 250 }
  const post = `POST /graphql HTTP/1.1\r\nhost: localhost\r\nauthorization: ${authorization}\r\ncontent-type: application/json\r\n`
  return {
    headers: openRawSockets({
      ...common,
      first: 'POST /graphql HTTP/1.1\r\nhost: localhost\r\n',
      again: 'x-a: b\r\n',
    }),
    bodies: openRawSockets({ ...common, first: `${post}content-length: 10000\r\n\r\n{`, again: ' ' }),
    deaf: openRawSockets({ ...common, isDeaf: true, first: `${post}content-length: ${BODY.length}\r\n\r\n${BODY}` }),
  }
}

/** By the gateway's own clock: three thousand connections take seconds to be accepted, and to be heard of. */
function toLived({ ports, count }: RawSockets, lives: readonly ConnectionLife[]): number[] {
  // The first of each: meanwhile others may have them.
  const first = new Map(lives.toSorted((one, other) => other.beganAt - one.beganAt).map((life) => [life.port, life]))
  const own = [...first.values()].filter(({ port }) => ports.has(port))
  if (own.length < count) throw new Error('the gateway has not seen every connection')
  return own.map(({ livedMs }) => livedMs ?? Number.POSITIVE_INFINITY)
}

/** As whoever opened them sees it. */
function toMost({ closedAfterMs }: RawSockets): number {
  return Math.max(0, ...closedAfterMs)
}
