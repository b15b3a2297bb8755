/** Finpass in trouble, again and again: each kind of fault for a while, then calm, so that recovering is soaked as well. */
import { setTimeout as wait } from 'node:timers/promises'
import type { FaultRule, FaultSwitchboard } from '../../src/sandbox/fault.ts'

/** In turn. Never all calls of a kind that is slow, or nothing but waiting would be soaked. */
const FAULTS: readonly FaultRule[] = [
  { match: '*', kind: 'server-error', status: 503 },
  { match: '*', kind: 'latency', ms: 3_000 },
  { match: '*', kind: 'too-many-requests', retryAfterSeconds: 5, probability: 0.5 },
  { match: '*', kind: 'cut', probability: 0.5 },
  { match: '*', kind: 'hang', probability: 0.2 },
  { match: '*', kind: 'malformed-json', probability: 0.5 },
  { match: '*', kind: 'success-false', probability: 0.5 },
  { match: '*', kind: 'wrong-shape', probability: 0.5 },
  { match: '*', kind: 'drip', probability: 0.2 },
  { match: '*', kind: 'truncated-json', probability: 0.5 },
]

export interface FaultWindow {
  readonly kind: string
  readonly from: number
  /** Null while it lasts. */
  to: number | null
}

export interface FaultCycle {
  readonly windows: readonly FaultWindow[]
  /** True when something begun between these moments (milliseconds since 1970) may have met a fault, or what came of one. */
  mayHaveMet(from: number, to: number): boolean
  /** Resolves once the last fault is taken away. */
  readonly ended: Promise<void>
}

export interface FaultCycleOptions {
  readonly faults: FaultSwitchboard
  readonly calmMs: number
  readonly faultMs: number
  /** How long after a fault its consequences may be felt: calls under way, breakers, what Finpass asked us to wait. */
  readonly graceMs: number
  readonly signal: AbortSignal
}

/** Begins with calm. */
export function openFaultCycle({ faults, calmMs, faultMs, graceMs, signal }: FaultCycleOptions): FaultCycle {
  const windows: FaultWindow[] = []
  async function turn(): Promise<void> {
    for (let at = 0; !signal.aborted; at += 1) {
      await pause(calmMs, signal)
      const rule = FAULTS[at % FAULTS.length]
      if (signal.aborted || rule === undefined) return
      const window: FaultWindow = { kind: rule.kind, from: Date.now(), to: null }
      windows.push(window)
      faults.set({ ...rule, seed: at + 1 })
      await pause(faultMs, signal)
      faults.clear()
      window.to = Date.now()
    }
  }
  return {
    windows,
    mayHaveMet: (from, to) =>
      windows.some((window) => window.from <= to && (window.to === null || from <= window.to + graceMs)),
    ended: turn(),
  }
}

/** Resolves early when it is aborted. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await wait(ms, undefined, { signal }).catch(() => undefined)
}
