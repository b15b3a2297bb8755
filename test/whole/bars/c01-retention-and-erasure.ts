/**
 * C01: two promises about what is kept. Erased on one of two replicas while both are read and followed, nothing of a person
 * is left within a minute: not in answers, streams, memory, nor on disk. And a store that grows old, under processes whose
 * clock was moved, lets every record go when it must and not before: data after the consent's life, journeys and applicants
 * after 180 days, audit records on day 366 with the chain still whole, tombstones after 400.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TENANT } from '../../support/store-record.ts'
import { tokenHeaders } from '../../support/token.ts'
import type { Bar, Run } from './harness/bar.ts'
import { type Cluster, type ClusterOptions, openCluster } from './harness/cluster.ts'
import { eraseUnderLoad } from './harness/erasure-load.ts'
import { openMovedClock } from './harness/moved-clock.ts'
import { ageStore } from './harness/store-aging.ts'

export const bar: Bar = {
  id: 'C01',
  name: 'retention and erasure',
  modes: ['embedded', 'redis'],
  needs: ['faketime'],
  // Nothing is swept, recalled, told, rewritten or refused for its age, and what was read is put into the store.
  undefended: () => [
    { file: 'src/gateway/keeping.ts', from: 'await store.removeExpired(clock.now())', to: '0' },
    {
      file: 'src/loaders/erased.ts',
      from: 'return erasure !== null && reaches',
      to: 'return erasure === undefined && reaches',
    },
    {
      file: 'src/journeys/absence.ts',
      from: 'if (erasure !== null && mayKnow',
      to: 'if (erasure === undefined && mayKnow',
    },
    {
      file: 'src/journeys/applicants.ts',
      from: 'for (const journeyId of erasure.journeyIds) forget(tenant, journeyId)',
      to: '',
    },
    {
      file: 'src/loaders/recaller.ts',
      from: 'for (const { tenant, journeyId } of recalls) options.forget(tenant, journeyId)',
      to: '',
    },
    {
      file: 'src/domain/consent.ts',
      from: "if (endsAt !== null && now >= endsAt) return 'EXPIRED'",
      to: '',
    },
    {
      file: 'src/loaders/report-reader.ts',
      from: 'const report = toJourneyReading(reading, journey, clock.now())',
      to: 'const report = toJourneyReading(reading, journey, clock.now()); const kept = JSON.stringify(reading.value, (_, each) => typeof each === "bigint" ? 0 : each); await store.claimKey(tenant, kept, kept, clock.now())',
    },
    { file: 'src/domain/audit.ts', from: 'export const AUDIT_DAYS = 365', to: 'export const AUDIT_DAYS = 3_650' },
    { file: 'src/store/embedded-database.ts', from: 'PRAGMA secure_delete = ON', to: 'PRAGMA secure_delete = OFF' },
    { file: 'src/store/embedded-connection.ts', from: "db.exec('VACUUM')", to: '' },
  ],
  limits: ({ scale, mode }) => ({
    erased: { exactly: scale(40, 8) },
    notToldErased: { exactly: 0 },
    answersAfterwards: { exactly: 0 },
    servedLater: { exactly: 0 },
    callsAfterwards: { exactly: 0 },
    canariesInStore: { exactly: 0 },
    ...scale<object>({ canariesInMemory: { exactly: 0 } }, {}),
    goneAfterMs: { most: 60_000 },
    streams: { exactly: scale(40, 8) * (mode === 'redis' ? 2 : 1) },
    streamsNotEnded: { exactly: 0 },
    endedAfterMs: { most: 60_000 },
    servedWithinLife: { exactly: 1 },
    servedAfterLife: { exactly: 0 },
    callsAfterLife: { exactly: 0 },
    payloadAfterLife: { exactly: 0 },
    keysAfterADay: { exactly: 0 },
    thereOnDay179: { exactly: 2 },
    afterRetention: { exactly: 0 },
    bytesAfterRetention: { exactly: 0 },
    // A word on a consent, an erasure; and a revocation that was said to hold for 200 days.
    securityOnDay181: { exactly: 2 },
    revokedOnDay179: { exactly: 1 },
    revocationsOnDay365: { exactly: 0 },
    recordsMade: { least: 8 },
    missingOnDay365: { exactly: 0 },
    trailOnDay365: { exactly: 1 },
    shownOnDay366: { exactly: 0 },
    rowsOnDay366: { exactly: 0 },
    chainBroken: { exactly: 0 },
    tombstonesLost: { exactly: 0 },
    tombstonesOnDay401: { exactly: 0 },
    unhandled: { exactly: 0 },
  }),
  async run(run) {
    const [erasure, aging] = await Promise.all([measureErasure(run), measureAging(run)])
    return { ...erasure, ...aging, unhandled: erasure.unhandled + aging.unhandled }
  },
}

async function measureErasure(run: Run) {
  return withStore(run, { environment: {}, replicas: 2 }, async (cluster, directory) => {
    const staff = await tokenHeaders({ tenant: TENANT, expiresIn: 3_600 })
    const place = { redis: cluster.redis, directory }
    return eraseUnderLoad(cluster, place, staff, {
      count: run.scale(40, 8),
      rewrites: run.isDefended,
      looksInMemory: !run.isQuick,
    })
  })
}

async function measureAging(run: Run) {
  await using clock = await openMovedClock()
  // Awaited here: the clock goes on for as long as its gateways do.
  return await withStore(run, { environment: clock.environment, replicas: run.scale(2, 1) }, (cluster, directory) =>
    ageStore(
      cluster,
      { redis: cluster.redis, directory },
      { clock, restarts: !run.isQuick, say: (text) => run.say(`C01: ${text}`) },
    ),
  )
}

/** Gateways over a store whose files can be looked at, and what went wrong in them unseen. */
async function withStore<Figures extends object>(
  { mode, mutations, say }: Run,
  { environment, replicas }: Required<Pick<ClusterOptions, 'environment' | 'replicas'>>,
  measure: (cluster: Cluster, directory: string) => Promise<Figures>,
) {
  const directory = await mkdtemp(join(tmpdir(), 'finpass-graph-kept-'))
  try {
    const own = mode === 'embedded' ? { DATA_DIR: directory } : {}
    await using cluster = await openCluster({
      mode,
      replicas,
      mutations,
      isDurable: true,
      environment: { ...environment, ...own },
    })
    const figures = await measure(cluster, directory)
    const troubles = await Promise.all(cluster.replicas.map((replica) => replica.troubles()))
    for (const trouble of troubles.flat()) say(`C01: ${trouble}`)
    return { ...figures, unhandled: troubles.flat().length }
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}
