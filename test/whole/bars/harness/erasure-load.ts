/**
 * Applicants who are erased on one replica while all replicas are asked for them and both follow them: what is answered,
 * streamed, kept in memory and left on disk afterwards.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { askOnce } from './ask-once.ts'
import type { Cluster, Replica } from './cluster.ts'
import { waitUntil } from './live.ts'
import { openStreamOf } from './raw-stream.ts'
import { findInStore, rewriteLog, type StorePlace } from './store-bytes.ts'
import { readSealed } from './store-rows.ts'

const READ = `query($id: ID!) { applicant(id: $id) {
  name bankAccounts { transactions(first: 20) { nodes { narration } } }
} }`
const REGISTER =
  'mutation($input: ApplicantRegisterInput!) { applicantRegister(input: $input) { applicant { id } userErrors { code } } }'
const ERASE = 'mutation($input: ApplicantEraseInput!) { applicantErase(input: $input) { receipt { id } } }'
const FOLLOW = 'subscription($id: ID!) { applicantProgressed(applicantId: $id) { sequence } }'
/** Long enough to be in nothing else by chance. */
const TELLING = /[A-Z0-9]{10,}/g
/** What no answer about somebody erased has. */
const SHOWN = /Canary|"narration"/
const PATIENCE_MS = 60_000
/** Subjects that are asked for side by side. */
const AT_ONCE = 5

export type Headers = Readonly<Record<string, string>>

export interface Subject {
  readonly id: string
  readonly journeyId: string
  readonly handle: string
  /** What says who it is: name, PAN, mobile, reference, handle. */
  readonly canaries: readonly string[]
}

/** Registers a person with a finished journey; nobody else has what it is known by. */
export async function addSubject({ first, sandbox }: Cluster, headers: Headers, number: number): Promise<Subject> {
  const digits = String(number).padStart(4, '0')
  const person = {
    reference: `CANARY-LOAN-${digits}`,
    name: `Canary Person ${digits}`,
    pan: `CNRPX${digits}K`,
    mobile: `987650${digits}`,
  }
  const { data, text } = await askOnce({ url: first.url, headers }, { query: REGISTER, variables: { input: person } })
  const id = (data as { applicantRegister: { applicant: { id: string } | null } }).applicantRegister.applicant?.id // what was asked for
  if (id === undefined) throw new Error(`not registered: ${text}`)
  const handle = sandbox.seed('salaried-clean', 'AA_BSA', 600_000 + number)
  const webhookTokens = [`webhook-token-of-canary-${digits}`]
  const [added] = await first.addJourneys({ count: 1, handles: [handle], webhookTokens, applicantId: id })
  const journeyId = added?.journeyId ?? ''
  await first.append({ journeys: [journeyId], status: 'COMPLETED' })
  return { id, journeyId, handle, canaries: [...Object.values(person), handle] }
}

/** What a replica answers, and what of the statement in it nobody else has. */
export async function readStatement({ url }: Replica, headers: Headers, { id }: Subject) {
  const answer = await askOnce({ url, headers }, { query: READ, variables: { id } })
  return { ...answer, words: answer.text.match(TELLING)?.filter((word) => /\d{6}/.test(word)) ?? [] }
}

/** Erases one of them; gives the number of the receipt. */
export async function erase({ url }: Replica, headers: Headers, { id }: Subject): Promise<string> {
  const { data, text } = await askOnce(
    { url, headers },
    { query: ERASE, variables: { input: { applicantId: id, reason: 'asked for' } } },
  )
  const erased = data as { applicantErase: { receipt: { id: string } | null } | null } | null // what was asked for
  if (!erased?.applicantErase?.receipt) throw new Error(`not erased: ${text}`)
  return erased.applicantErase.receipt.id
}

export interface ErasureOptions {
  readonly count: number
  /** Whether Redis's log is rewritten, as operations are told to. */
  readonly rewrites: boolean
  /** Whether the heaps are looked through too, which takes seconds. */
  readonly looksInMemory: boolean
}

/** Erases all of them under load and looks for what is left. */
export async function eraseUnderLoad(
  cluster: Cluster,
  place: StorePlace,
  headers: Headers,
  { count, rewrites, looksInMemory }: ErasureOptions,
) {
  const { first, replicas, sandbox } = cluster
  const subjects = await Promise.all(Array.from({ length: count }, (_, index) => addSubject(cluster, headers, index)))
  const streams = await Promise.all(
    subjects.flatMap(({ id }) => replicas.map(({ url }) => openStreamOf(url, headers, FOLLOW, { id }))),
  )
  // Every replica has every report in memory.
  const warm = await Promise.all(
    subjects.flatMap((subject) => replicas.map((replica) => readStatement(replica, headers, subject))),
  )
  const words = [...new Set(warm.flatMap((answer) => answer.words))].slice(0, 40)
  if (words.length === 0) throw new Error(`there is nothing to look for in ${warm[0]?.text}`)
  const known = [...subjects.flatMap(({ canaries }) => canaries), ...(await readSealed(place))]
  // That what may stand there is found shows that the right bytes are looked at.
  const before = await findInStore(place, known)
  if (before.length < 3 * count) throw new Error('the records are not where they are looked for')
  await waitUntil(() => streams.every(({ text }) => text().includes('"sequence"')), 10_000)

  const erasedAt = new Map<string, number>()
  const load = readOn(replicas, headers, subjects, erasedAt)
  await wait(500)
  const beganAt = Date.now()
  for (const subject of subjects) {
    await erase(first, headers, subject)
    erasedAt.set(subject.id, Date.now())
  }
  await waitUntil(() => streams.every(({ isOver }) => isOver()), 10_000)
  const endedAfterMs = Date.now() - beganAt
  const servedLater = await load.stop()
  if (rewrites) await rewriteLog(place)
  const sought = [...known, ...words]
  let left = await findInStore(place, sought)
  // Without the rewrite there is nothing to wait for.
  const endsAt = rewrites ? beganAt + PATIENCE_MS : 0
  for (; left.length > 0 && Date.now() < endsAt; await wait(200)) left = await findInStore(place, sought)
  const goneAfterMs = Date.now() - beganAt
  const after = await Promise.all(
    subjects.flatMap((subject) => replicas.map((replica) => readStatement(replica, headers, subject))),
  )
  const calls = sandbox.calls.list().filter(({ handle, at }) => {
    const owner = subjects.find((subject) => subject.handle === handle)
    return owner !== undefined && at > (erasedAt.get(owner.id) ?? Infinity) + 250
  })
  return {
    erased: erasedAt.size,
    notToldErased: after.filter(({ codes }) => !codes.includes('APPLICANT_ERASED')).length,
    answersAfterwards: after.filter(({ text }) => SHOWN.test(text)).length,
    servedLater,
    answersUnderLoad: load.answers(),
    callsAfterwards: calls.length,
    canariesBefore: before.length,
    canariesInStore: left.length,
    goneAfterMs,
    streams: streams.length,
    streamsNotEnded: streams.filter(({ isOver, text }) => !isOver() || !text().includes('APPLICANT_ERASED')).length,
    endedAfterMs,
    ...(looksInMemory
      ? { canariesInMemory: await countInMemory(replicas, [...subjects.flatMap((each) => each.canaries), ...words]) }
      : {}),
  }
}

/** Asks all replicas for all of them until told to stop, and then gives how often somebody was shown who had been erased. */
function readOn(
  replicas: readonly Replica[],
  headers: Headers,
  subjects: readonly Subject[],
  erasedAt: ReadonlyMap<string, number>,
) {
  const end = new AbortController()
  let [answers, servedLater] = [0, 0]
  async function readOne(replica: Replica, subject: Subject): Promise<void> {
    const isErased = erasedAt.has(subject.id)
    const answer = await readStatement(replica, headers, subject).catch(() => null)
    if (answer === null) return
    answers += 1
    if (isErased && SHOWN.test(answer.text)) servedLater += 1
  }
  const work = (async () => {
    for (let from = 0; !end.signal.aborted; from = (from + AT_ONCE) % subjects.length) {
      const some = [...subjects, ...subjects].slice(from, from + AT_ONCE)
      await Promise.all(some.flatMap((subject) => replicas.map((replica) => readOne(replica, subject))))
      await wait(20)
    }
  })()
  return {
    answers: () => answers,
    async stop(): Promise<number> {
      end.abort()
      await work
      return servedLater
    },
  }
}

/** How many of the texts any of the processes still has on its heap. */
async function countInMemory(replicas: readonly Replica[], texts: readonly string[]): Promise<number> {
  const directory = await mkdtemp(join(tmpdir(), 'finpass-graph-heap-'))
  try {
    const heaps = await Promise.all(
      replicas.map(async (replica, index) => {
        const path = join(directory, String(index))
        await replica.heapSnapshot(path)
        return readFile(path)
      }),
    )
    return texts.filter((text) => heaps.some((heap) => heap.includes(text))).length
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}
