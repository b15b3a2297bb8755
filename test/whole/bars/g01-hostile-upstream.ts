/**
 * G01: Finpass accepts and hangs, sends headers and hangs, drips, sends 200 MB, resets within a body, sends half a JSON, and packs
 * a hundred gigabytes into one answer: all at the same time, for statements alone. Every caller is told so by its code in
 * time, has the other fields, and nothing is left behind. The largest answer that is read is that of a statement:
 * 32 MiB, since 50,000 lines have some 15 to 20 MB.
 */
import type { ServerResponse } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import type { Bar, Figures, Run } from './harness/bar.ts'
import type { Replica } from './harness/cluster.ts'
import { HOSTILITIES, type Hostility } from './harness/hostility.ts'
import { post } from './harness/http-load.ts'
import { openRecordedCluster, type RecordedCluster } from './harness/recorded-cluster.ts'

const QUERY = `query($id: ID!) { applicant(id: $id) { taxProfile { name } bankAccounts { bankName }
  sources { kind status failure { code } } } }`
const MIB = 2 ** 20
const CAP = 32 * MIB
/** Headers, and what the kernel hands over in one go. */
const SLACK = MIB

interface Applicant {
  readonly id: string
  readonly hostility: Hostility
}

export const bar: Bar = {
  id: 'G01',
  name: 'hostile upstream',
  modes: ['embedded', 'redis'],
  // Reads whatever comes for as long as it comes, and unpacks it.
  undefended: () => [
    {
      file: 'src/finpass/exchange.ts',
      from: 'if (body.size + piece.length > this.#mostBytes || this.#announced > this.#mostBytes)',
      to: 'if (body.size < 0)',
    },
    { file: 'src/finpass/http.ts', from: 'headersTimeout: atMost(', to: 'headersTimeout: 300_000 + 0 * atMost(' },
    {
      file: 'src/finpass/http.ts',
      from: 'setTimeout(onLate, deadlineMs)',
      to: 'setTimeout(onLate, 300_000 + deadlineMs)',
    },
  ],
  limits: ({ scale }) => ({
    answers: { exactly: Object.keys(HOSTILITIES).length * scale(3, 1) },
    worstMs: { most: scale(15_500, 5_000) },
    wrongCodes: { exactly: 0 },
    otherFieldsLost: { exactly: 0 },
    mostBytesRead: { most: CAP + SLACK },
    rssGrowthMb: { most: 64 },
    socketsLeft: { most: 0 },
    unhandled: { exactly: 0 },
  }),
  async run(run) {
    const { mode, mutations, scale } = run
    const tuning = scale({}, { deadlineMs: 2_000 })
    const environment = { REPORT_CACHE_MS: '0', LOG_LEVEL: 'warn' }
    await using recorded = await openRecordedCluster({ mode, mutations, tuning, environment })
    return await play(recorded, run)
  },
}

async function play({ cluster, recorder }: RecordedCluster, run: Run): Promise<Figures> {
  const { first } = cluster
  const { url } = first
  const headers = await cluster.headers('clerk')
  const port = Number(new URL(recorder.url).port)
  const applicants: Applicant[] = []
  const hostile = new Map<string, Hostility>()
  const begun: ServerResponse[] = []
  for (let round = 0; round < run.scale(3, 1); round += 1) {
    for (const hostility of Object.values(HOSTILITIES)) {
      const { id, handle } = await addApplicant(cluster, `${round}`)
      applicants.push({ id, hostility })
      hostile.set(handle, hostility)
    }
  }
  const well = await addApplicant(cluster, 'well')
  // Code is compiled and buffers are made before anything is measured.
  for (let turn = 0; turn < run.scale(20, 5); turn += 1) await ask(url, headers, well.id)
  const base = (await first.memory()).rssBytes
  // What was read so far is forgotten.
  await first.readBytes(port)
  recorder.answer = ({ url: path }) => {
    const handle = /statement-result\?client_id=([\w-]+)/.exec(path)?.[1]
    const hostility = handle === undefined ? undefined : hostile.get(handle)
    if (hostility === undefined) return null
    return (response) => {
      begun.push(response)
      hostility.play(response)
    }
  }
  const watched = watchRss(first)
  const asked: Awaited<ReturnType<typeof askOne>>[] = []
  const kinds = Object.keys(HOSTILITIES).length
  for (let from = 0; from < applicants.length; from += kinds) {
    const round = applicants.slice(from, from + kinds)
    asked.push(...(await Promise.all(round.map((each) => askOne(url, headers, each)))))
  }
  const growth = await watched.stop()
  await wait(run.scale(2_000, 500))
  const { most } = await first.readBytes(port)
  for (const { text, hasCode, hasRest } of asked) if (!hasCode || !hasRest) run.say(`G01: ${text.slice(0, 400)}`)
  return {
    answers: asked.length,
    worstMs: Math.max(...asked.map(({ ms }) => ms)),
    wrongCodes: asked.filter(({ hasCode }) => !hasCode).length,
    otherFieldsLost: asked.filter(({ hasRest }) => !hasRest).length,
    mostBytesRead: most,
    rssGrowthMb: (growth - base) / MIB,
    // One whose answer was whole is kept for the next call.
    socketsLeft: begun.filter((response) => !response.destroyed && !response.writableFinished).length,
    unhandled: (await first.troubles()).length,
  }
}

async function addApplicant({ first, sandbox }: RecordedCluster['cluster'], name: string) {
  const handle = sandbox.seed('salaried-clean', 'AA_BSA', 3_600_000)
  const [bank] = await first.addJourneys({ count: 1, kind: 'AA_BSA', handles: [handle] })
  if (bank === undefined) throw new Error(`no journey was added for ${name}`)
  const { applicantId } = bank
  const handles = [sandbox.seed('salaried-clean', 'ITR', 3_600_000)]
  const [tax] = await first.addJourneys({ count: 1, kind: 'ITR', handles, applicantId })
  await first.append({ journeys: [bank.journeyId, tax?.journeyId ?? ''], status: 'COMPLETED' })
  return { id: applicantId, handle }
}

async function askOne(url: string, headers: Readonly<Record<string, string>>, { id, hostility }: Applicant) {
  const beganAt = performance.now()
  const { text } = await ask(url, headers, id)
  const { data, errors = [] } = JSON.parse(text) as Answer // as asked for
  const applicant = data?.applicant ?? null
  const codes = errors.map(({ extensions }) => extensions.code)
  const bank = applicant?.sources.find(({ kind }) => kind === 'AA_BSA')
  const tax = applicant?.sources.find(({ kind }) => kind === 'ITR')
  return {
    text,
    ms: performance.now() - beganAt,
    hasCode: codes.length === 1 && codes[0] === hostility.code && bank?.failure?.code === hostility.code,
    hasRest: typeof applicant?.taxProfile?.name === 'string' && tax?.status === 'READY',
  }
}

/** Whoever is not answered at all has waited too long, and was told nothing. */
const ask = (url: string, headers: Readonly<Record<string, string>>, id: string) =>
  post(url, headers, JSON.stringify({ query: QUERY, variables: { id } })).catch(() => ({ text: '{}' }))

interface Answer {
  readonly data?: { readonly applicant: { taxProfile: { name: string } | null; sources: Source[] } | null }
  readonly errors?: readonly { readonly extensions: { readonly code: string } }[]
}
interface Source {
  readonly kind: string
  readonly status: string
  readonly failure: { readonly code: string } | null
}

/** Looks ten times a second; gives the most that was seen. */
function watchRss(replica: Replica): { stop(): Promise<number> } {
  let most = 0
  const over = new AbortController()
  const watching = (async () => {
    while (!over.signal.aborted) {
      most = Math.max(most, await replica.rss().catch(() => 0))
      await wait(100)
    }
  })()
  return {
    async stop() {
      over.abort()
      await watching
      return most
    },
  }
}
