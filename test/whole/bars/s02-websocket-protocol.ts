/**
 * S02: the protocols of streams as real clients speak them. Fourteen cases frame by frame over a bare WebSocket, each with the close
 * code that the protocol wants; then Apollo Client, urql, graphql-ws and graphql-sse, each through the same twelve scenarios:
 * answers, errors, partial answers, subscriptions, resuming, tokens that end, a gateway that is restarted.
 */
import { TENANT } from '../../support/store-record.ts'
import { tokenHeaders } from '../../support/token.ts'
import type { Bar, Run } from './harness/bar.ts'
import { SCENARIOS, type Stage } from './harness/client-scenario.ts'
import { type Cluster, openCluster, type Replica } from './harness/cluster.ts'
import { FRAME_CASES } from './harness/frame-case.ts'
import { CLIENTS, type RealClient } from './harness/real-client.ts'

export const bar: Bar = {
  id: 'S02',
  name: 'stream protocols',
  modes: ['embedded', 'redis'],
  // A token that ends closes with a code that stock clients take for final, as does one that never held; and an id is not looked up.
  undefended: () => [
    {
      file: 'src/server/websocket-connection.ts',
      from: "socket.close(4403, 'Forbidden')",
      to: "socket.close(4401, 'Unauthorized')",
    },
    {
      file: 'src/server/websocket.ts',
      from: 'handleProtocols: (protocols: Set<string>) => handleProtocols(protocols),',
      to: '',
    },
    {
      file: 'src/server/document/documents.ts',
      from: 'if (id == null) return null',
      to: 'if (id != null) return null',
    },
  ],
  limits: () => ({
    frameCases: { exactly: FRAME_CASES.length },
    framesRight: { exactly: FRAME_CASES.length },
    scenarios: { exactly: CLIENTS.length * SCENARIOS.length },
    scenariosRight: { exactly: CLIENTS.length * SCENARIOS.length },
    troubles: { exactly: 0 },
  }),
  async run(run) {
    const environment = { DRAIN_MS: '300' }
    await using cluster = await openCluster({ mode: run.mode, mutations: run.mutations, environment })
    const [frames, clients] = await Promise.all([tryFrames(cluster, run), tryClients(cluster, run)])
    const troubles = await cluster.first.troubles()
    for (const trouble of troubles) run.say(`S02: ${trouble}`)
    return {
      frameCases: frames.length,
      framesRight: frames.filter(Boolean).length,
      scenarios: clients.length,
      scenariosRight: clients.filter(Boolean).length,
      troubles: troubles.length,
    }
  },
}

/** A case that never ends has failed. */
const LONGEST_MS = 30_000

async function isHeld(name: string, running: Promise<string | null>, { say }: Run): Promise<boolean> {
  const late = new Promise<string>((resolve) => setTimeout(() => resolve('it never ended'), LONGEST_MS).unref())
  const wrong = await Promise.race([running, late]).catch((thrown: unknown) => String(thrown))
  if (wrong !== null) say(`S02 ${name}: ${wrong.slice(0, 300)}`)
  return wrong === null
}

async function tryFrames(cluster: Cluster, run: Run): Promise<boolean[]> {
  const [added] = await cluster.first.addJourneys({ count: 1 })
  const { authorization } = await cluster.headers('framing')
  const target = { url: cluster.url, authorization, journeyId: added?.journeyId ?? '' }
  return Promise.all(FRAME_CASES.map((each) => isHeld(each.name, each.run(target), run)))
}

async function tryClients(cluster: Cluster, run: Run): Promise<boolean[]> {
  const [added] = await cluster.first.addJourneys({ count: 1, kind: 'ITR' })
  if (added === undefined) throw new Error('no journey was added')
  // Finpass has never heard of it, so its returns cannot be had.
  await cluster.first.append({ journeys: [added.journeyId], status: 'COMPLETED' })
  const restart = createMeeting(CLIENTS.length, () => restartPolitely(cluster.first))
  const results = CLIENTS.map(async (open) => {
    let expiresIn = 3_600
    const subject = `frontend ${CLIENTS.indexOf(open)}`
    const token = async () => (await tokenHeaders({ subject, tenant: TENANT, expiresIn })).authorization
    await using client: RealClient = open({ url: cluster.url, token })
    const stage: Stage = {
      client,
      first: cluster.first,
      applicantId: added.applicantId,
      shortenTokens(seconds) {
        expiresIn = seconds
      },
      restart,
    }
    const held: boolean[] = []
    for (const scenario of SCENARIOS) {
      held.push(await isHeld(`${client.name} ${scenario.name}`, scenario.run(stage), run))
    }
    return held
  })
  return (await Promise.all(results)).flat()
}

/** Does it once everybody has come, and lets everybody go when it is done. */
function createMeeting(count: number, act: () => Promise<void>): () => Promise<void> {
  const done = Promise.withResolvers<void>()
  let waiting = 0
  return () => {
    waiting += 1
    if (waiting === count) act().then(done.resolve, done.reject)
    return done.promise
  }
}

async function restartPolitely(replica: Replica): Promise<void> {
  const process = replica.process()
  process.signal('SIGTERM')
  await process.exited
  await replica.restart()
}
