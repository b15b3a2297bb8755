/**
 * Queries at a steady rate to every replica, half of which need the store and half of which do not, kept apart by the phase
 * in which they were sent.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Cluster } from './cluster.ts'
import { type HttpLoad, openHttpLoad, type TimedAnswer } from './http-load.ts'
import { nowMs } from './subscriber.ts'

export interface PhaseOfLoad {
  /** How long each query took that needs no store. */
  readonly freeMs: readonly number[]
  readonly freeFailures: number
  /** How long it took until a query was refused with STORE_UNAVAILABLE. */
  readonly refusedMs: readonly number[]
  /** Queries for what was there that were told it is not. */
  readonly denied: number
  /** Queries that need the store and failed in another way. */
  readonly otherRefusals: number
}

export interface MixedLoad extends AsyncDisposable {
  /** What is sent from now on counts to this phase. */
  begin(phase: string): void
  of(phase: string): PhaseOfLoad
  /** How long this process itself stood still at most: what it measures is no better than that. */
  longestStandstillMs(): number
  /** What went wrong in ways that nothing excuses. */
  readonly complaints: readonly string[]
}

interface Tally {
  readonly freeMs: number[]
  readonly refusedMs: number[]
  freeFailures: number
  denied: number
  otherRefusals: number
}

const FREE = ['{ __typename }', '{ viewer { tenant } }']

/** Opens the load; `perSecond` is over all replicas. Callers change, so that no limit per caller is met. */
export async function openMixedLoad({ replicas, first, headers }: Cluster, perSecond: number): Promise<MixedLoad> {
  const [known] = await first.addJourneys({ count: 1 })
  const needy = JSON.stringify({ query: `{ applicant(id: "${known?.applicantId}") { id journeys { id status } } }` })
  const tallies = new Map<string, Tally>()
  let phase = 'warm-up'

  function tallyOf(name: string): Tally {
    const tally = tallies.get(name) ?? { freeMs: [], refusedMs: [], freeFailures: 0, denied: 0, otherRefusals: 0 }
    tallies.set(name, tally)
    return tally
  }

  const complaints: string[] = []
  const beganAt = nowMs()
  function complain(sentIn: string, { status, text, sentAt, tookMs }: TimedAnswer): void {
    const seconds = Math.round((sentAt - beganAt) / 1_000)
    complaints.push(`${sentIn}, ${seconds} s after the load began: ${status} ${text}, after ${Math.round(tookMs)} ms`)
  }

  function take(answer: TimedAnswer, sentIn: string): void {
    const { number, status, text, tookMs } = answer
    const tally = tallyOf(sentIn)
    const isWhole = status === 200 && !text.includes('"errors"')
    if (number % 2 === 0) {
      tally.freeMs.push(tookMs)
      if (isWhole) return
      tally.freeFailures += 1
      complain(sentIn, answer)
    } else if (!isWhole) {
      if (text.includes('"code":"STORE_UNAVAILABLE"')) tally.refusedMs.push(tookMs)
      else if (text.includes('"code":"APPLICANT_NOT_FOUND"')) tally.denied += 1
      else {
        tally.otherRefusals += 1
        complain(sentIn, answer)
      }
    }
  }

  const lag = monitorEventLoopDelay({ resolution: 10 })
  lag.enable()
  const loads: HttpLoad[] = []
  const sentIn = new Map<string, string>()
  for (const [index, { url }] of replicas.entries()) {
    loads.push(
      openHttpLoad({
        url,
        perSecond: perSecond / replicas.length,
        headers: await headers(`asking-${index}`),
        toBody(number) {
          sentIn.set(`${index} ${number}`, phase)
          return number % 2 === 0 ? JSON.stringify({ query: FREE[(number / 2) % FREE.length] }) : needy
        },
        onAnswer(answer) {
          const key = `${index} ${answer.number}`
          take(answer, sentIn.get(key) ?? phase)
          sentIn.delete(key)
        },
      }),
    )
  }
  return {
    begin(next) {
      phase = next
    },
    of: tallyOf,
    complaints,
    longestStandstillMs: () => lag.max / 1e6,
    async [Symbol.asyncDispose]() {
      lag.disable()
      await Promise.all(loads.map((load) => load.stop()))
    },
  }
}
