/**
 * Systems under the same load in turns, round after round, so that whatever else the machine does meets all of them alike.
 * Nothing is measured before every system has given the same answers, and every answer under load is looked at.
 */
import { findDifference, toFacts } from './fact.ts'
import { load } from './load.ts'
import { PERSONS } from './person.ts'
import type { Program } from './process.ts'
import type { Upstream } from './upstream-process.ts'
import { type Ask, toKey, type Workload } from './workload.ts'

const MOST_WARM_UP_MS = 10_000

export interface System {
  readonly name: string
  readonly program: Program
  readonly url: string
  readonly ask: Ask
  /**
   * Measured once and for so long, in the first round, after every applicant has been asked for: for what goes round in
   * a longer time than a round has.
   */
  readonly stretchMs?: number
}

/** One round of one system. */
export interface Round {
  readonly answers: number
  readonly perSecond: number
  readonly times: readonly number[]
  readonly callsPerAnswer: number
  readonly cpuMsPerAnswer: number
  /** Of the core it has: 1 when it never waited. */
  readonly busy: number
}

export interface Measured {
  readonly name: string
  readonly rounds: readonly Round[]
  readonly peakBytes: number
}

export interface RoundOptions {
  readonly workload: Workload
  readonly systems: readonly System[]
  readonly upstream: Upstream
  readonly rounds: number
  /** Shorter than the workload's own. */
  readonly mostWarmUpMs?: number
  readonly mostStretchMs?: number
  readonly roundMs: number
}

/** Gives the rounds of each system, in the order of `systems`. Rejects when an answer is wrong. */
export async function measureInTurns(options: RoundOptions): Promise<readonly Measured[]> {
  const { workload, systems, upstream, rounds, mostWarmUpMs = MOST_WARM_UP_MS, roundMs } = options
  const { mostStretchMs = Number.POSITIVE_INFINITY } = options
  const known = systems.map(() => new Map<string, Known>())
  const expected = new Map<string, readonly string[]>()
  const results = systems.map((): Round[] => [])

  async function run(at: number, durationMs: number): Promise<Round> {
    const { program, url, ask } = systems[at] ?? fail()
    const answers = known[at] ?? fail()
    const cpuBefore = program.cpuMs()
    await upstream.turn()
    const { times, elapsedMs } = await load({
      port: Number(new URL(url).port),
      connections: workload.connections,
      durationMs,
      next(number) {
        const persons = workload.pick(number)
        const key = toKey(persons)
        const one = answers.get(key) ?? { request: ask(persons), body: null }
        answers.set(key, one)
        return { request: one.request, take: (body) => take(at, key, one, body) }
      },
    })
    const cpuMs = program.cpuMs() - cpuBefore
    return {
      answers: times.length,
      perSecond: (times.length / elapsedMs) * 1_000,
      times,
      callsPerAnswer: (await upstream.turn()) / times.length,
      cpuMsPerAnswer: cpuMs / times.length,
      busy: cpuMs / elapsedMs,
    }
  }

  /** The first answer to each question is read as a whole and compared with the first system's, later ones byte for byte. */
  function take(at: number, key: string, one: Known, body: Buffer): void {
    if (one.body?.equals(body) === true) return
    const facts = toFacts(body.toString())
    const wanted = expected.get(key) ?? facts
    expected.set(key, wanted)
    const difference = findDifference(wanted, facts)
    if (difference !== null) throw new Error(`${workload.id}: ${systems[at]?.name} gives another answer: ${difference}`)
    if (facts.length < workload.pick(0).length) throw new Error(`${workload.id}: an answer without facts`)
    one.body = Buffer.from(body)
  }

  for (const [at, { stretchMs }] of systems.entries()) {
    // Those of a stretch are asked for one after the other, of which each takes its time.
    const isStretch = stretchMs !== undefined
    const mostMs = isStretch ? Math.min(stretchMs, mostStretchMs) : mostWarmUpMs
    const until = performance.now() + mostMs
    const enough = isStretch ? PERSONS : workload.warmUp
    for (let answers = 0; answers < enough && performance.now() < until; ) {
      answers += (await run(at, isStretch ? mostMs / 2 : Math.min(1_000, mostMs))).answers
    }
  }
  for (let round = 0; round < rounds; round += 1) {
    for (const turn of systems.keys()) {
      const at = (turn + round) % systems.length
      const { stretchMs } = systems[at] ?? fail()
      if (stretchMs === undefined) results[at]?.push(await run(at, roundMs))
      else if (round === 0) results[at]?.push(await run(at, Math.min(stretchMs, mostStretchMs)))
    }
  }
  return systems.map(({ name, program }, at) => ({
    name,
    rounds: results[at] ?? [],
    peakBytes: program.memory().peak,
  }))
}

interface Known {
  readonly request: Buffer
  body: Buffer | null
}

function fail(): never {
  throw new Error('there is no such system')
}
