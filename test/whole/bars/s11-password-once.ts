/**
 * S11: the password of the income-tax portal goes to Finpass once for each start that is accepted, in the body, however the start
 * ends; and afterwards it is nowhere: in no answer, log or file, not in Redis, and not on the heap.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Bar, Figures, Run } from './harness/bar.ts'
import type { Cluster } from './harness/cluster.ts'
import { post } from './harness/http-load.ts'
import { abandon, type PortalLogin, registerApplicant, toItrStart, toLiteralStart } from './harness/itr-start.ts'
import { openRecordedCluster, type RecordedCluster } from './harness/recorded-cluster.ts'
import type { OwnAnswer, Recorder } from './harness/recorder.ts'
import { findTraces } from './harness/traces.ts'

const DEADLINE_MS = 600
const REFUSED = { success: false, error_code: 'INVALID_CREDENTIALS', message: 'no' }

/** How a start ends; null leaves it to the sandbox. */
const ENDINGS = {
  success: null,
  wrongPassword: { status: 401, body: JSON.stringify(REFUSED) },
  timeout: 'hang',
  unavailable: { status: 503, body: '{"success":false}' },
  cutOff: 'cut',
  clientGone: 'hang',
  repeatedByClient: null,
  literal: null,
} as const satisfies Record<string, OwnAnswer | null>
type Ending = keyof typeof ENDINGS

export const bar: Bar = {
  id: 'S11',
  name: 'password once',
  modes: ['embedded', 'redis'],
  // Something keeps it after all, and a start is sent again when it seems to have failed.
  undefended: () => [
    {
      file: 'src/graph/scalars.ts',
      from: 'return new Secret(value)',
      to: "Reflect.set(globalThis, 'keptForTest', [Reflect.get(globalThis, 'keptForTest'), value]); return new Secret(value)",
    },
  ],
  limits: ({ scale }) => ({
    starts: { exactly: scale(80, 8) },
    sentOnce: { exactly: scale(70, 7) },
    // Of a literal: it is refused before anything is done.
    sentAlthoughRefused: { exactly: 0 },
    sentElsewhere: { exactly: 0 },
    inAnswers: { exactly: 0 },
    inLog: { exactly: 0 },
    inFiles: { exactly: 0 },
    inRedis: { exactly: 0 },
    onHeap: { exactly: 0 },
    logLines: { least: 1 },
  }),
  async run(run) {
    const { mode, mutations } = run
    await using recorded = await openRecordedCluster({ mode, mutations, tuning: { deadlineMs: DEADLINE_MS } })
    return await begin(recorded, run)
  },
}

async function begin({ cluster, recorder, ...kept }: RecordedCluster, run: Run): Promise<Figures> {
  const headers = await cluster.headers('clerk')
  const logins: (PortalLogin & { readonly core: string; readonly ending: Ending })[] = []
  const answers: string[] = []
  recorder.answer = ({ body }) => {
    const login = logins.find(({ username }) => body.includes(username))
    return login === undefined ? null : ENDINGS[login.ending]
  }
  for (let round = 0; round < run.scale(10, 1); round += 1) {
    for (const ending of Object.keys(ENDINGS) as Ending[]) {
      const number = String(logins.length).padStart(4, '0')
      // Signs that JSON and URLs write otherwise, so that a trace in another form is a different text.
      const core = `${run.random.below(2 ** 32).toString(36)}x${run.random.below(2 ** 32).toString(36)}n${number}`
      const login = { username: `ABCPX${number}K`, password: `Pw"\\&é+${core}!`, core, ending }
      logins.push(login)
      const id = await registerApplicant(cluster.url, headers, { reference: `S11-${number}` })
      answers.push(...(await start(cluster, recorder, headers, id, login)))
    }
  }
  await wait(run.scale(60_000, 2 * DEADLINE_MS))
  const heap = join(kept.directory, 'heap')
  await cluster.first.heapSnapshot(heap)

  // By its plain part too: a heap snapshot has a way of its own to write signs.
  const secrets = Object.fromEntries(
    logins.flatMap(({ password, core }, number) => [
      [`password ${number}`, password],
      [`core ${number}`, core],
    ]),
  )
  const count = (text: string | Buffer): number => {
    const traces = findTraces(text, secrets)
    if (traces.length > 0) run.say(`S11: ${traces.slice(0, 5).join(', ')}`)
    return traces.length
  }
  const log = kept.readLog()
  const bodiesWith = (password: string): number =>
    recorder.calls.filter(({ body }) => body.includes(JSON.stringify(password))).length
  const isLiteral = ({ ending }: { ending: Ending }): boolean => ending === 'literal'
  return {
    starts: logins.length,
    sentOnce: logins.filter((login) => !isLiteral(login) && bodiesWith(login.password) === 1).length,
    sentAlthoughRefused: logins.filter((login) => isLiteral(login) && bodiesWith(login.password) > 0).length,
    sentElsewhere: count(recorder.calls.map(({ url, headers: sent }) => `${url}\n${sent}`).join('\n')),
    inAnswers: count(answers.join('\n')),
    inLog: count(log),
    inFiles: kept.readFiles().reduce((sum, bytes) => sum + count(bytes), 0),
    inRedis: count(await kept.readRedis()),
    onHeap: count(readFileSync(heap)),
    logLines: log.split('\n').length - 1,
  }
}

async function start(
  cluster: Cluster,
  recorder: Recorder,
  headers: Readonly<Record<string, string>>,
  id: string,
  login: PortalLogin & { readonly ending: Ending },
): Promise<string[]> {
  const { ending, username } = login
  if (ending === 'literal') return [(await post(cluster.url, headers, toLiteralStart(id, login))).text]
  const body = toItrStart(id, login, `key-${username}`)
  if (ending === 'clientGone') {
    const hasArrived = (): boolean => recorder.calls.some((call) => call.body.includes(username))
    return [(await abandon(cluster, headers, body, hasArrived)).text]
  }
  const answers = [(await post(cluster.url, headers, body)).text]
  if (ending === 'repeatedByClient') answers.push((await post(cluster.url, headers, body)).text)
  return answers
}
