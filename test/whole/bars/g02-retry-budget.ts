/**
 * G02: Finpass fails at every second call for a minute at fifty reads a second, then at all of them. What is repeated stays
 * within a fifth of what was asked; and a call that starts a journey, or carries a password, is made exactly once.
 */
import { setTimeout as wait } from 'node:timers/promises'
import type { Bar, Figures, Run } from './harness/bar.ts'
import { type Cluster, openCluster } from './harness/cluster.ts'
import { post } from './harness/http-load.ts'
import { registerApplicant, toItrStart } from './harness/itr-start.ts'
import { countCodes, openReadingLoad, READING_ENVIRONMENT } from './harness/reading-load.ts'

const AA_BSA = `mutation($input: AaBsaJourneyStartInput!) { aaBsaJourneyStart(input: $input) { journey { id } } }`
/** Nothing was sent. */
const REFUSED = /FINPASS_CIRCUIT_OPEN|FINPASS_BUSY|GATEWAY_OVERLOADED/

export const bar: Bar = {
  id: 'G02',
  name: 'retry budget',
  modes: ['embedded', 'redis'],
  // Repeats whatever fails, starts too, and never rests.
  undefended: () => [
    {
      file: 'src/finpass/traffic/traffic.ts',
      from: 'if (!OPERATIONS[call.operation].isRepeatable || call.signal.aborted)',
      to: 'if (call.signal.aborted)',
    },
    { file: 'src/finpass/traffic/traffic.ts', from: 'return budget.tryRepeat() ? waitMs : null', to: 'return waitMs' },
    {
      file: 'src/finpass/traffic/traffic.ts',
      from: 'if (outcome.isFault) gate.fail(pass, about)',
      to: 'if (outcome.isFault) {}',
    },
  ],
  limits: ({ scale }) => ({
    // Of some three thousand: twelve failures in a row open a breaker, which half of them failing brings about now and then.
    requests: { least: scale(1_500, 60) },
    // Of few calls the three that are always allowed are more.
    attemptsPerRequest: { most: scale(1.2, 1.3) },
    attemptsPerRequestWhenAllFail: { most: scale(1.2, 1.3) },
    repeats: { least: scale(100, 4) },
    starts: { least: scale(15, 3) },
    callsPerStart: { exactly: 1 },
    logins: { least: scale(15, 3) },
    callsPerLogin: { exactly: 1 },
  }),
  async run(run) {
    const { mode, mutations } = run
    await using cluster = await openCluster({ mode, mutations, environment: READING_ENVIRONMENT })
    return await play(cluster, run)
  },
}

async function play(cluster: Cluster, run: Run): Promise<Figures> {
  const { sandbox } = cluster
  const count = (name: string): number => sandbox.calls.count(name)
  const one = await openReadingLoad(cluster, { operation: 'aa-bsa.statement-result', perSecond: 25 })
  const other = await openReadingLoad(cluster, { operation: 'itr.data', perSecond: 25 })
  const headers = await cluster.headers('clerk')
  const applicantId = await registerApplicant(cluster.first.url, headers, { reference: 'G02' })
  await wait(500)
  sandbox.faults.set({ match: '*', kind: 'server-error', probability: 0.5, seed: run.seed })

  let [starts, logins] = [0, 0]
  async function startBoth(number: number): Promise<void> {
    const input = { applicantId, mobile: '9000000001', consentType: 'LOAN_UNDERWRITING' }
    const start = await post(cluster.first.url, headers, JSON.stringify({ query: AA_BSA, variables: { input } }))
    if (!REFUSED.test(start.text)) starts += 1
    const username = `ABCPX${String(number).padStart(4, '0')}K`
    const login = await post(
      cluster.first.url,
      headers,
      toItrStart(applicantId, { username, password: 'secret enough' }),
    )
    if (!REFUSED.test(login.text)) logins += 1
  }
  async function startFor(ms: number, from: number): Promise<void> {
    for (let number = from, until = Date.now() + ms; Date.now() < until; number += 1) {
      await startBoth(number)
      await wait(run.scale(1_500, 300))
    }
  }
  /** Over everything that is asked: a start may have its share of the budget spent on reads. */
  function reckon() {
    const all = [...one.answers, ...other.answers]
    const refused = all.filter(({ code }) => REFUSED.test(code ?? '')).length
    return { refused, requests: all.length - refused + starts + logins, calls: sandbox.calls.count() }
  }
  await startFor(run.scale(60_000, 2_500), 0)
  const half = reckon()
  sandbox.faults.clear()
  sandbox.faults.set({ match: '*', kind: 'server-error' })
  await startFor(run.scale(20_000, 1_500), 5_000)
  await Promise.all([one.stop(), other.stop()])
  run.say(`G02: ${countCodes([...one.answers, ...other.answers])}`)
  const whole = reckon()
  return {
    requests: whole.requests,
    refused: whole.refused,
    repeats: whole.calls - whole.requests,
    attemptsPerRequest: half.calls / half.requests,
    attemptsPerRequestWhenAllFail: whole.calls / whole.requests,
    starts,
    callsPerStart: count('aa-bsa.init') / starts,
    logins,
    callsPerLogin: count('itr.analyze') / logins,
  }
}
