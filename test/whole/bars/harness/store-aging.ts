/**
 * A store that grows old: its gateways are started again, or go on, with clocks that stand days after its records were made.
 * What must be there is looked for from outside, in answers and in the store; so is what must be gone.
 */
import { setTimeout as wait } from 'node:timers/promises'
import { DAY_MS, HOUR_MS, TENANT } from '../../../support/store-record.ts'
import { tokenHeaders } from '../../../support/token.ts'
import { askOnce, type Reply } from './ask-once.ts'
import type { Cluster } from './cluster.ts'
import { addSubject, erase, type Headers, readStatement } from './erasure-load.ts'
import type { MovedClock } from './moved-clock.ts'
import { runCommand } from './operator-command.ts'
import { findInStore, rewriteLog, type StorePlace } from './store-bytes.ts'
import { countAuditRows, countRows, readSealed } from './store-rows.ts'

const REVOKE = `mutation($id: ID!) { consentRevoke(input: { journeyId: $id, reason: "asked for" }) {
  journey { consent { state } } userErrors { code }
} }`
const TRAIL = 'query($id: ID!) { auditTrail(applicantId: $id, first: 200) { nodes { kind at } } }'
const RECEIPT = 'query($id: String!) { erasureReceipt(id: $id) { id } }'
const BANNED = 'banned@lender.example'
/** Ten a second for a sweep that is due: a machine may be busy. */
const MOST_LOOKS = 60
const SETTLED_MS = 300

/** A line of the audit command: an applicant's kinds of records, or where a chain is broken. */
interface ReportLine {
  readonly kinds?: Readonly<Record<string, number>>
  readonly broken?: number | null
}

export interface AgingOptions {
  readonly clock: MovedClock
  /** Whether every stop on the way is made by processes that are started there. */
  readonly restarts: boolean
  say(text: string): void
}

export async function ageStore(cluster: Cluster, place: StorePlace, { clock, restarts, say }: AgingOptions) {
  const { first, replicas, sandbox } = cluster
  const ask = async (subject?: string): Promise<Headers> =>
    tokenHeaders({
      tenant: TENANT,
      expiresIn: Math.round((clock.now() - Date.now()) / 1_000) + 3_600,
      ...(subject === undefined ? {} : { subject }),
    })
  /** To that day, with new processes when asked for or wanted; those that go on find that their hourly sweep is due. */
  async function goTo(day: number, isStart = restarts): Promise<void> {
    await clock.moveTo(day)
    say(`day ${day}`)
    if (!isStart) {
      await wait(SETTLED_MS)
      return
    }
    await Promise.all(replicas.map((replica) => replica.kill()))
    await Promise.all(replicas.map((replica) => replica.restart()))
  }
  /** Later the regular sweep has been round; it gives the value that it has come to, or that it stays at. */
  async function afterSweep(read: () => Promise<number>, laterMs = HOUR_MS + 60_000): Promise<number> {
    await clock.skip(laterMs)
    for (let look = 1; look <= MOST_LOOKS; look += 1) {
      if ((await read()) === 0) return 0
      await wait(100)
      // One that met a store which was too slow to answer is made again a minute later.
      if (look % 20 === 0) await clock.skip(61_000)
    }
    return read()
  }
  const countCalls = (): number => sandbox.calls.list().filter(({ operation }) => !operation.endsWith('.status')).length
  const askFirst = (headers: Headers, query: string, id: string): Promise<Reply> =>
    askOnce({ url: first.url, headers }, { query, variables: { id } })
  const isThere = async (query: string, id: string, sign: string): Promise<number> =>
    (await again(async () => askFirst(await ask(), query, id))).text.includes(sign) ? 1 : 0
  const command = (...args: string[]) => runCommand(place, clock.environment, args)

  const [kept, erased, revoked] = [
    await addSubject(cluster, await ask(), 9_001),
    await addSubject(cluster, await ask(), 9_002),
    await addSubject(cluster, await ask(), 9_003),
  ]
  await first.process().request('claimKey', { key: 'a key of the canary', now: clock.now() })
  await askFirst(await ask(), REVOKE, revoked.journeyId)
  const { words } = await readStatement(first, await ask(), kept)
  const receipt = await erase(first, await ask(), erased)
  await command('src/command/revoke.ts', '--subject', BANNED, '--tenant', TENANT, '--for', '200d')
  const sealed = await readSealed(place)
  const made = [...kept.canaries, ...revoked.canaries, ...sealed]
  const stood = (await findInStore(place, made)).length
  if (stood < 4) throw new Error('the records are not where they are looked for')
  const dayOne = new Date(clock.dayZero + DAY_MS).setUTCHours(0, 0, 0, 0)
  const range = ['--from', '2020-01-01', '--to', new Date(dayOne).toISOString().slice(0, 10)]
  /** What an operator is told of the day on which all was made, and whether the chain holds. */
  async function report() {
    const { code, stdout } = await command('src/command/audit.ts', ...range, '--verify', '--json')
    const lines = stdout.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as ReportLine])) // what it prints
    const counts = lines.flatMap(({ kinds = {} }) => Object.values(kinds))
    const holds = code === 0 && lines.some(({ broken }) => broken === null)
    return { records: counts.reduce((sum, count) => sum + count, 0), broken: holds ? 0 : 1 }
  }
  // The revocation stands in no trail: whoever can run the command is not a caller.
  const recordsMade = await countAuditRows(place, dayOne)

  await goTo(29)
  const whileAlive = await again(async () => readStatement(first, await ask(), kept))
  const keysAfterADay = await afterSweep(() => countRows(place, 'keys'))

  await goTo(31)
  const callsBefore = countCalls()
  const overdue = await Promise.all(
    replicas.map((replica) => again(async () => readStatement(replica, await ask(), kept))),
  )
  const payloadAfterLife = await afterSweep(async () => (await findInStore(place, words)).length)
  const callsAfterLife = countCalls() - callsBefore

  await goTo(179)
  const thereOnDay179 = await countRows(place, 'journeys')
  const bannedOnDay179 = (await again(async () => askFirst(await ask(BANNED), RECEIPT, receipt))).codes
  await goTo(181)
  const afterRetention = await afterSweep(async () => {
    const counts = [
      await countRows(place, 'journeys'),
      await countRows(place, 'transitions'),
      await countRows(place, 'applicants'),
    ]
    return counts.reduce((sum, count) => sum + count, 0)
  })
  await rewriteLog(place)
  const bytesAfterRetention = await afterSweep(async () => (await findInStore(place, made)).length)
  const securityOnDay181 =
    (await isThere(TRAIL, revoked.id, 'CONSENT_REVOKED')) + (await isThere(TRAIL, erased.id, 'APPLICANT_ERASED'))

  await goTo(365)
  const onDay365 = await report()
  const trailOnDay365 = await isThere(TRAIL, erased.id, '"kind":"APPLICANT_ERASED"')
  const revocationsOnDay365 = await afterSweep(() => countRows(place, 'revocations'))
  // The processes are new, so this is the sweep that follows a start.
  await goTo(366, true)
  const shownOnDay366 = await isThere(TRAIL, erased.id, '"kind":"APPLICANT_ERASED"')
  const rowsOnDay366 = await afterSweep(() => countAuditRows(place, dayOne), 2 * 60_000)
  const onDay366 = await report()
  const tombstoneOnDay366 = await isThere(RECEIPT, receipt, '"id":"ers_')

  await goTo(399)
  const tombstoneOnDay399 = await isThere(RECEIPT, receipt, '"id":"ers_')
  await goTo(401)
  const tombstonesOnDay401 = await afterSweep(() => countRows(place, 'tombstones'))
  return {
    servedWithinLife: whileAlive.words.length > 0 ? 1 : 0,
    keysAfterADay,
    servedAfterLife: overdue.filter(
      ({ text, codes }) => text.includes('"narration"') || !codes.includes('CONSENT_EXPIRED'),
    ).length,
    callsAfterLife,
    payloadAfterLife,
    thereOnDay179,
    revokedOnDay179: bannedOnDay179.length,
    afterRetention,
    bytesAfterRetention,
    securityOnDay181,
    recordsMade,
    missingOnDay365: recordsMade - onDay365.records,
    trailOnDay365,
    revocationsOnDay365,
    shownOnDay366: shownOnDay366 + onDay366.records,
    rowsOnDay366,
    chainBroken: onDay365.broken + onDay366.broken,
    tombstonesLost: 2 - tombstoneOnDay366 - tombstoneOnDay399,
    tombstonesOnDay401: tombstonesOnDay401 + (await isThere(RECEIPT, receipt, '"id":"ers_')),
  }
}

/**
 * Skipped time ends connections that were kept open, which whoever is about to use one learns too late, and what is asked
 * of Redis meanwhile seems to take as long: the answer then is that it was away.
 */
async function again<Answer extends Reply>(ask: () => Promise<Answer>): Promise<Answer> {
  for (let attempt = 0; attempt < 10; attempt += 1) {
    const answer = await ask().catch(() => null)
    if (answer !== null && !answer.codes.some((code) => code.endsWith('_UNAVAILABLE'))) return answer
    await wait(200)
  }
  return ask()
}
