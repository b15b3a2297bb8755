/**
 * S07: forty documents that nobody sends who means well, over three transports. Each must be refused with the code of its
 * rule before anything is run, for next to no work, while good callers notice nothing; and each rule must be the one
 * that refuses something, which is tried by moving it out of the way.
 */
import { setTimeout as wait } from 'node:timers/promises'
import { LIMITS } from '../../../src/domain/limit.ts'
import { type Bar, percentile, type Run } from './harness/bar.ts'
import { type Cluster, openCluster } from './harness/cluster.ts'
import { askOnce } from './harness/ask-once.ts'
import { HOSTILE_REQUESTS, type HostileRequest } from './harness/hostile-documents.ts'
import { openHttpLoad } from './harness/http-load.ts'
import { type AskTransport, TRANSPORTS } from './harness/transport.ts'

/** Beyond what the transport takes, it is closed before it is read; the reset of what was not read may overtake the code. */
const TOO_LARGE_FRAME: readonly string[] = ['1009', '1006']
const FRAME_BYTES = 65_536
const GOOD = JSON.stringify({ query: '{ applicants(first: 10) { nodes { id reference sources { status } } } }' })
/** What a quiet gateway needs is as much noise as answer. */
const LEAST_MS = 10

export const bar: Bar = {
  id: 'S07',
  name: 'query denial of service',
  modes: ['embedded'],
  isTimed: true,
  undefended: () => [{ file: 'src/server/yoga.ts', from: '      useDocumentLimits(schema, limits),\n', to: '' }],
  limits: ({ isQuick }) => ({
    refused: { exactly: HOSTILE_REQUESTS.length * TRANSPORTS.length },
    resolved: { exactly: 0 },
    upstreamCalls: { exactly: 0 },
    mostCpuMs: { most: 50 },
    goodFailures: { exactly: 0 },
    ...(isQuick ? {} : { goodP99Ratio: { most: 2 }, rulesWithoutCase: { exactly: 0 } }),
  }),
  async run(run) {
    await using cluster = await openCluster({ mode: run.mode, mutations: run.mutations })
    await cluster.first.addJourneys({ count: 20 })
    cluster.sandbox.calls.clear()
    const attacked = await attackAll(cluster, run)
    const good = await compareLoad(cluster, run)
    return {
      ...attacked,
      ...good,
      upstreamCalls: cluster.sandbox.calls.count(),
      ...(run.isQuick || !run.isDefended ? {} : { rulesWithoutCase: await countUselessRules(run) }),
    }
  },
}

/** Nothing came: neither refused nor resolved. */
const NONE = { codes: ['NO_ANSWER'], data: undefined }

async function attack(
  { url, headers }: Pick<Cluster, 'url' | 'headers'>,
  request: HostileRequest,
  transport: AskTransport,
): Promise<{ readonly isRefused: boolean; readonly isResolved: boolean }> {
  const { query, variables, code } = request
  const body = { query, variables }
  const { codes, data } = await askOnce({ transport, url, headers: await headers('attacker') }, body).catch(() => NONE)
  const hasData = data !== undefined
  const isLarge = transport === 'ws' && JSON.stringify(body).length > FRAME_BYTES - 100
  const [own = '', ...others] = codes
  const isRefused = others.length === 0 && (isLarge ? TOO_LARGE_FRAME : [code]).includes(own)
  return { isRefused: isRefused && !hasData, isResolved: hasData }
}

async function attackAll(cluster: Cluster, run: Run) {
  const figures = { refused: 0, resolved: 0, mostCpuMs: 0 }
  for (const request of HOSTILE_REQUESTS) {
    let leastCpuMs = Number.POSITIVE_INFINITY
    // The first time code is compiled, and any time rubbish of others may be collected: the least is its own.
    for (let turn = 0; turn < run.scale(3, 2); turn += 1) {
      const before = await cluster.first.cpuMs()
      const outcomes = []
      for (const transport of TRANSPORTS) outcomes.push(await attack(cluster, request, transport))
      leastCpuMs = Math.min(leastCpuMs, ((await cluster.first.cpuMs()) - before) / TRANSPORTS.length)
      if (turn > 0) continue
      figures.refused += outcomes.filter(({ isRefused }) => isRefused).length
      figures.resolved += outcomes.filter(({ isResolved }) => isResolved).length
      for (const [at, { isRefused }] of outcomes.entries()) {
        if (!isRefused) run.say(`S07 ${TRANSPORTS[at]}: ${request.name} was not refused with ${request.code}`)
      }
    }
    figures.mostCpuMs = Math.max(figures.mostCpuMs, leastCpuMs)
  }
  return figures
}

/** The same callers without and with an attack beside them, in turns, for the machine is not ours alone. */
async function compareLoad(cluster: Cluster, run: Run) {
  const ratios: number[] = []
  const p99s: number[] = []
  let goodFailures = 0
  for (let turn = 0; turn < run.scale(7, 1); turn += 1) {
    const baseline = await measureLoad(cluster, run.scale(2_500, 1_000))
    const attacking = new AbortController()
    const attackers = TRANSPORTS.map((transport, offset) => attackOn(cluster, transport, offset, attacking.signal))
    const attacked = await measureLoad(cluster, run.scale(2_500, 1_000))
    attacking.abort()
    await Promise.all(attackers)
    ratios.push(Math.max(LEAST_MS, attacked.p99Ms) / Math.max(LEAST_MS, baseline.p99Ms))
    p99s.push(attacked.p99Ms)
    goodFailures += baseline.failed + attacked.failed
  }
  return { attackedP99Ms: percentile(p99s, 0.5), goodP99Ratio: percentile(ratios, 0.5), goodFailures }
}

/** One hostile document after another. */
async function attackOn(cluster: Cluster, transport: AskTransport, from: number, signal: AbortSignal) {
  for (let index = from; !signal.aborted; index += 1) {
    const request = HOSTILE_REQUESTS[index % HOSTILE_REQUESTS.length]
    if (request !== undefined) await attack(cluster, request, transport)
    await wait(100)
  }
}

async function measureLoad({ url, headers }: Cluster, forMs: number) {
  const took: number[] = []
  const load = openHttpLoad({
    url,
    perSecond: 50,
    headers: await headers('good'),
    toBody: () => GOOD,
    onAnswer: ({ tookMs }) => took.push(tookMs),
  })
  await wait(forMs)
  await load.stop()
  return { p99Ms: percentile(took, 0.99), failed: load.failed }
}

/** With one rule out of the way at least one of its cases must get past it. */
async function countUselessRules({ mode, say }: Run): Promise<number> {
  let useless = 0
  for (const [variable, requests] of Map.groupBy(HOSTILE_REQUESTS, (request) => request.variable)) {
    const most = Object.values(LIMITS).find((limit) => limit.variable === variable)?.most
    await using cluster = await openCluster({ mode, environment: { [variable]: String(most) } })
    const outcomes = []
    for (const request of requests) outcomes.push(await attack(cluster, request, 'http'))
    if (outcomes.some(({ isRefused }) => !isRefused)) continue
    say(`S07: everything is refused just as well without ${variable}`)
    useless += 1
  }
  return useless
}
