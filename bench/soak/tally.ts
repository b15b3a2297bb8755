/** What a soak counts. Errors are told apart by whether a fault was on when they may have begun. */
import type { FaultCycle } from './fault-cycle.ts'

export interface Tally {
  started: number
  ended: number
  transitions: number
  deliveries: number
  reconnects: number
  resyncs: number
  /** How many journeys have so many ends in the journal; all but one is a finding. */
  readonly endings: Map<number, number>
  readonly statuses: Map<string, number>
  /** Of the ledger, by kind. */
  readonly findings: Map<string, number>
  /** Milliseconds from a change being noticed until a subscriber has it. */
  readonly delays: number[]
  /** By where and code. */
  readonly injected: Map<string, number>
  readonly ours: Map<string, number>
  /** The first of those that no fault explains, with their time. */
  readonly examples: string[]
  /** One that may be a fault's doing counts as injected only when its code is one about Finpass. */
  fail(where: string, code: string, from: number): void
}

const ABOUT_FINPASS = /^(FINPASS_\w+|JOURNEY_START_LOST)( FINPASS_\w+| JOURNEY_START_LOST)*$/

export function createTally(readCycle: () => FaultCycle): Tally {
  const injected = new Map<string, number>()
  const ours = new Map<string, number>()
  const examples: string[] = []
  return {
    started: 0,
    ended: 0,
    transitions: 0,
    deliveries: 0,
    reconnects: 0,
    resyncs: 0,
    endings: new Map(),
    statuses: new Map(),
    findings: new Map(),
    delays: [],
    injected,
    ours,
    examples,
    fail(where, code, from) {
      const isInjected = ABOUT_FINPASS.test(code) && readCycle().mayHaveMet(from, Date.now())
      const counts = isInjected ? injected : ours
      const key = `${where}: ${code.slice(0, 200)}`
      counts.set(key, (counts.get(key) ?? 0) + 1)
      if (!isInjected && examples.length < 50) examples.push(`${new Date().toISOString()} ${key}`)
    },
  }
}
