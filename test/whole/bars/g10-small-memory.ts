/**
 * G10: a replica in 256 MiB, under the kernel's own limit where this machine lets us set one: fifty requests a second of what a
 * lender's screens ask, so many applicants that their reports would not fit, and five hundred subscribers who have something
 * to hear. It is never killed, answers in time and drops nobody, with what the image gives Node and nothing else.
 */
import { readFileSync } from 'node:fs'
import { toHandles } from '../../../bench/person.ts'
import { openUpstream } from '../../../bench/upstream-process.ts'
import { readImageEnvironment } from '../../support/image.ts'
import { readOperation } from '../../support/operation.ts'
import type { Bar } from './harness/bar.ts'
import { type Cluster, openCluster } from './harness/cluster.ts'
import { openCrowd } from './harness/crowd.ts'
import { toHeads, untilCaughtUp } from './harness/live.ts'
import { openLoadGenerator } from './harness/load.ts'
import { openMemoryRoom } from './harness/memory-room.ts'
import { openUnderwriting } from './harness/underwriting.ts'

const LIMIT_MIB = 256
const MIB = 2 ** 20
const PER_SECOND = 50
const TRANSITIONS_PER_SECOND = 20
/** Applicants of a work-list. */
const ROWS = 20
/** For each work-list. */
const VIEWS = 9
/** What is good for a machine that has all the memory one could want. */
const LARGE = { NODE_OPTIONS: '--max-semi-space-size=64' }

export const bar: Bar = {
  id: 'G10',
  name: 'small memory',
  modes: ['embedded', 'redis'],
  isTimed: true,
  undefended: () => [
    { file: 'src/gateway/sizing.ts', from: 'Math.max(share, LEAST_CACHE_BYTES)', to: 'Math.max(share, Infinity)' },
  ],
  limits: ({ scale }) => ({
    goodShare: { least: scale(0.999, 0.3) },
    kills: { exactly: 0 },
    alive: { exactly: 1 },
    // In seconds less comes together.
    peakMib: { most: scale(LIMIT_MIB, 215) },
    behind: { exactly: 0 },
    dropped: { exactly: 0 },
    troubles: { exactly: 0 },
  }),
  async run({ mode, mutations, scale, isDefended, say }) {
    using room = openMemoryRoom(LIMIT_MIB * MIB)
    if (room === null) say('G10: this machine sets no limit; only what the process holds is looked at')
    const { NODE_OPTIONS = '', MALLOC_ARENA_MAX = '' } = readImageEnvironment()
    await using upstream = await openUpstream(null)
    await using cluster = await openCluster({
      mode,
      mutations,
      entry: room?.entry ?? [],
      environment: {
        FINPASS_BASE_URL: upstream.url,
        CONSENT_READS_PER_DAY: '1000000',
        ...(isDefended ? { NODE_OPTIONS, MALLOC_ARENA_MAX } : LARGE),
      },
    })
    const { first } = cluster
    const toHandle = (kind: 'AA_BSA' | 'ITR', person: number): string => toHandles(person)[kind]
    const { headers, bodies } = await openUnderwriting(cluster, scale(500, 60), toHandle)
    const journeys = (await first.addJourneys({ count: scale(100, 50) })).map(({ journeyId }) => journeyId)
    await using crowd = await openCrowd(cluster, { journeys, count: scale(500, 200), mayBeDeaf: !isDefended })
    await using load = await openLoadGenerator({ port: first.port, headers, bodies: await mix(bodies) })
    const seconds = scale(240, 3)
    const cpuMs = await first.cpuMs()
    const driving = first.drive({ journeys, perSecond: TRANSITIONS_PER_SECOND, seconds }).catch(() => null)
    const figures = await load.run({ perSecond: PER_SECOND, seconds })
    await driving
    say(`G10: ${JSON.stringify({ ...figures, p99MsBySecond: [] })}`)
    const facts = await judge(cluster, journeys).catch(() => null)
    return {
      isLimited: room === null ? 0 : 1,
      sent: figures.sent,
      goodShare: figures.good / figures.sent,
      p99Ms: figures.acceptedP99Ms,
      kills: room?.kills() ?? 0,
      alive: facts === null ? 0 : 1,
      peakMib: facts?.peakMib ?? 99_999,
      coreShare: facts === null ? 0 : (facts.cpuMs - cpuMs) / (seconds * 1_000),
      subscribers: crowd.all.length,
      behind: facts === null ? crowd.all.length : await untilCaughtUp(crowd.all, crowd.follows, facts.heads, 10_000),
      dropped: crowd.all.filter(({ closings, isOver }) => closings.length > 0 || isOver).length,
      troubles: facts?.troubles ?? 0,
    }
  },
}

/** After so many views a work-list of the next applicants. */
async function mix(views: readonly string[]): Promise<string[]> {
  const { query } = await readOperation('work-list')
  // What underwriting.ts makes.
  const ids = views.map((view) => (JSON.parse(view) as { variables: { applicantId: string } }).variables.applicantId)
  return views.flatMap((view, at) => {
    if (at % VIEWS !== VIEWS - 1) return [view]
    const applicantIds = Array.from({ length: ROWS }, (_, row) => ids[(at * ROWS + row) % ids.length])
    return [view, JSON.stringify({ query, variables: { applicantIds } })]
  })
}

/** Rejects when the process is gone. */
async function judge({ first }: Cluster, journeys: readonly string[]) {
  const heads = toHeads(await first.readJournal(journeys))
  const status = readFileSync(`/proc/${first.process().pid}/status`, 'utf8')
  // The most that the process ever held; some 60 MiB of it are Node's own file, which the kernel counts once for all.
  const peakMib = Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1]) / 1_024
  return { heads, peakMib, cpuMs: await first.cpuMs(), troubles: (await first.troubles()).length }
}
