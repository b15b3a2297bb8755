/**
 * S04: three lenders and a borrower try every place of the schema that takes an id, over every transport, with ids that are
 * their own, somebody else's, guessed, malformed, and their own again under a token that was revoked. Somebody else's id must
 * answer byte for byte like one that does not exist, as fast, and without a call to Finpass.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildSchema } from 'graphql'
import { findPlaces, ID_PLACES, type IdPlace } from '../../support/id-place.ts'
import { type Bar, percentile } from './harness/bar.ts'
import { type Cluster, openCluster } from './harness/cluster.ts'
import { type AskTransport, TRANSPORTS } from './harness/transport.ts'
import { type Caller, openWorlds, toGuess, type World } from './harness/world.ts'

const MALFORMED = ['', 'x', 'YTp4Cg', 'é'.repeat(300), '../../etc/passwd']
const SCHEMA = join(import.meta.dirname, '../../../schema/schema.graphql')

export const bar: Bar = {
  id: 'S04',
  name: 'object authorisation',
  modes: ['embedded', 'redis'],
  // A borrower is held to its tenant alone.
  undefended: () => [
    {
      file: 'src/loaders/loaders.ts',
      from: 'return mayReach(this.#options.principal, applicantId)',
      to: 'return true',
    },
  ],
  limits: ({ scale }) => ({
    coveragePercent: { exactly: 100 },
    ownRefused: { exactly: 0 },
    foreignAsked: { least: scale(2_500, 150) },
    leaks: { exactly: 0 },
    different: { exactly: 0 },
    malformedAnswered: { exactly: 0 },
    foreignCalls: { exactly: 0 },
    // A handful of samples on a machine that is shared says little.
    medianGapMs: { most: scale(5, 20) },
    revokedAccepted: { exactly: 0 },
  }),
  async run({ mode, mutations, scale, say }) {
    // One report for all who ask: what is measured is not Finpass.
    await using cluster = await openCluster({ mode, mutations })
    const callers = await openWorlds(cluster)
    await using asking = new AsyncDisposableStack()
    for (const { asker } of callers) asking.use(asker)

    const cases = callers.flatMap((caller) => ID_PLACES.flatMap((place) => toCases(caller, place)))
    let ownRefused = 0
    for (const each of cases) {
      if (each.place.coordinate === 'ApplicantEraseInput.applicantId') continue
      const [own, none] = [await ask(each, each.caller.own), await ask(each, null)]
      // Staff alone may do it: then nobody learns anything.
      const isStaffOnly = each.caller.isBorrower && own.includes('"AUTH_SCOPE"')
      if (own !== none || isStaffOnly) continue
      ownRefused += 1
      say(
        `S04: ${each.caller.name} is refused its own by ${each.place.coordinate} over ${each.transport}: ${own.slice(0, 300)}`,
      )
    }

    let [foreignAsked, leaks, different, foreignCalls] = [0, 0, 0, 0]
    const gaps = new Map<string, { theirs: number[]; none: number[] }>()
    for (let round = 0; round < scale(4, 1); round += 1) {
      for (const [at, each] of cases.entries()) {
        for (const world of scale(each.caller.foreign, takeTurn(each.caller.foreign, at))) {
          cluster.sandbox.calls.clear()
          const gap = gaps.get(each.place.coordinate) ?? { theirs: [], none: [] }
          gaps.set(each.place.coordinate, gap)
          const ids = [world.ids[each.place.type], toGuess(world.ids[each.place.type])]
          // By turns, so that what comes first is not always the same.
          const isTheirsFirst = (foreignAsked + round) % 2 === 0
          const first = await time(each, ids[isTheirsFirst ? 0 : 1] ?? '')
          const second = await time(each, ids[isTheirsFirst ? 1 : 0] ?? '')
          const [theirs, none] = isTheirsFirst ? [first, second] : [second, first]
          gap.theirs.push(theirs.tookMs)
          gap.none.push(none.tookMs)
          foreignAsked += 1
          if (theirs.text !== none.text) {
            different += 1
            if (different < 5)
              say(`S04: ${each.caller.name}, ${each.place.coordinate}, ${each.transport}: ${theirs.text.slice(0, 300)}`)
          }
          if (isLeak(theirs.text, world)) leaks += 1
          foreignCalls += countCalls(cluster, each.caller)
        }
      }
    }

    let malformedAnswered = 0
    for (const [at, each] of cases.entries()) {
      for (const id of scale(MALFORMED, takeTurn(MALFORMED, at))) {
        const { text } = await time(each, id)
        if (!/"code":"(?:ID_MALFORMED|AUTH_SCOPE)"/.test(text)) malformedAnswered += 1
      }
    }
    const covered = new Set(ID_PLACES.map(({ coordinate }) => coordinate))
    const { ids } = findPlaces(buildSchema(readFileSync(SCHEMA, 'utf8')))
    const medianGaps = [...gaps].map(([, { theirs, none }]) =>
      Math.abs(percentile(theirs, 0.5) - percentile(none, 0.5)),
    )
    return {
      coveragePercent: (100 * ids.filter((coordinate) => covered.has(coordinate)).length) / ids.length,
      ownRefused,
      foreignAsked,
      leaks,
      different,
      malformedAnswered,
      foreignCalls,
      medianGapMs: Math.max(...medianGaps),
      revokedAccepted: await countAccepted(cluster, callers, cases),
    }
  },
}

/** One of them, another for each case. */
function takeTurn<Value>(values: readonly Value[], at: number): readonly Value[] {
  return values.slice(at % values.length).slice(0, 1)
}

interface Case {
  readonly caller: Caller
  readonly place: IdPlace
  readonly transport: AskTransport
}

function toCases(caller: Caller, place: IdPlace): readonly Case[] {
  // A plain answer cannot carry a subscription.
  const transports = TRANSPORTS.filter((transport) => place.kind !== 'subscription' || transport !== 'http')
  return transports.map((transport) => ({ caller, place, transport }))
}

/** Begins every secret that is sent, as a login or as an id of Finpass's. */
const SECRET = 'ABCPD'
let lastPan = 0

/** Asks with an id; what else the document declares is the caller's own, or nobody's. */
function askWith({ caller, place, transport }: Case, id: string): Promise<string> {
  const variables: Record<string, unknown> = { id }
  if (place.document.includes('$own:')) variables.own = caller.own.ids.Applicant
  // Another each time: a login that is tried too often is refused for that.
  if (place.document.includes('$secret:')) variables.secret = `${SECRET}${String((lastPan += 1)).padStart(4, '0')}F`
  return caller.asker.ask(transport, { query: place.document, variables })
}

function ask(each: Case, world: World | null): Promise<string> {
  const id = each.caller.own.ids[each.place.type]
  return askWith(each, world === null ? toGuess(id) : world.ids[each.place.type])
}

async function time(each: Case, id: string): Promise<{ readonly text: string; readonly tookMs: number }> {
  const beganAt = performance.now()
  const text = await askWith(each, id)
  return { text, tookMs: performance.now() - beganAt }
}

/** Anything that names a record of that world, in the form that clients see or the one inside. */
function isLeak(text: string, { ids, handles }: World): boolean {
  const keys = [ids.Applicant, ids.Journey].map((id) => Buffer.from(id, 'base64url').toString().slice(2))
  return [...Object.values(ids), ...handles, ...keys].some((secret) => text.includes(secret))
}

/**
 * Calls to Finpass since the last clearing that are about somebody else, or begin or link something. What the callers have
 * begun for themselves is looked at by the schedule, and read once it is complete, whenever that may be.
 */
function countCalls({ sandbox }: Cluster, { foreign }: Caller): number {
  const handles = new Set(foreign.flatMap((world) => world.handles))
  return sandbox.calls.list().filter(({ operation, handle }) => {
    return (
      /\.(?:init|analyze|upload-statement)$/.test(operation) ||
      handle === null ||
      handles.has(handle) ||
      handle.startsWith(SECRET)
    )
  }).length
}

/** Revokes everybody, and tries every place with what was theirs. */
async function countAccepted({ first }: Cluster, callers: readonly Caller[], cases: readonly Case[]): Promise<number> {
  for (const { own, subject } of callers) {
    await first.process().request('revoke', { target: { kind: 'SUBJECT', tenant: own.tenant, subject } })
  }
  await new Promise((resolve) => setTimeout(resolve, 2_000))
  let accepted = 0
  for (const each of cases) {
    const text = await ask(each, each.caller.own)
    const isRefused = each.transport === 'ws' ? text.startsWith('CLOSED') : /^401 .*"code":"AUTH_INVALID"/.test(text)
    if (!isRefused) accepted += 1
  }
  return accepted
}
