/**
 * Faults on demand. A rule names what it hits (`*`, a product, or one operation) and what happens; the first matching
 * one of each sort is taken, latency in addition to any other. Nothing here touches a socket.
 */
import { createRandom, type Random } from './random.ts'

/** What can go wrong on demand. */
export const FAULT_KINDS = [
  'latency',
  'hang',
  'headers-then-hang',
  'drip',
  'oversized',
  'too-many-requests',
  'server-error',
  'cut',
  'malformed-json',
  'truncated-json',
  'success-false',
  'wrong-shape',
] as const

/** One of them. */
export type FaultKind = (typeof FAULT_KINDS)[number]

/** Whom a fault hits, with what, and how often. */
export interface FaultRule {
  /** `*`; `itr`, `aa-bsa`, `account-aggregator`, `bsa`; or an operation such as `itr.status`. */
  readonly match: string
  readonly kind: FaultKind
  /** `latency`: how long, in real milliseconds. @default 1000 */
  readonly ms?: number
  /** `server-error`: the HTTP status. @default 503 */
  readonly status?: number
  /** `too-many-requests`: the `Retry-After` header; null leaves it out. @default 2 */
  readonly retryAfterSeconds?: number | null
  /** `oversized`: the size of the body. @default 67108864 */
  readonly bytes?: number
  /** `wrong-shape`: the JSON text sent instead. @default {"ok":1} */
  readonly body?: string
  /** `success-false`: the code in the body. @default INTERNAL_ERROR */
  readonly code?: string
  /** How many calls it hits before it is spent. @default all */
  readonly times?: number
  /** From 0 to 1. @default 1 */
  readonly probability?: number
  /** Makes `probability` repeatable. @default 1 */
  readonly seed?: number
}

/** The rules in force. */
export interface FaultSwitchboard {
  /** Adds a rule and gives its id; throws `TypeError` when the rule is not one. */
  set(rule: FaultRule): string
  /** Takes one rule away, or all. */
  clear(id?: string): void
  list(): readonly (FaultRule & { readonly id: string; readonly hits: number })[]
}

interface Armed {
  readonly id: string
  readonly rule: FaultRule
  readonly random: Random
  hits: number
}

/** What one call meets. */
export interface TakenFaults {
  readonly latencyMs: number
  readonly fault: FaultRule | null
}

/** An empty switchboard, and the way to ask it what a call meets. */
export function createSwitchboard(): FaultSwitchboard & { take(operation: string): TakenFaults } {
  let armed: Armed[] = []
  let nextId = 1
  return {
    set(rule) {
      assertRule(rule)
      const id = `fault-${nextId}`
      nextId += 1
      armed.push({ id, rule, random: createRandom('fault', rule.seed ?? 1), hits: 0 })
      return id
    },
    clear(id) {
      armed = id === undefined ? [] : armed.filter((one) => one.id !== id)
    },
    list: () => armed.map(({ id, rule, hits }) => ({ ...rule, id, hits })),
    take(operation) {
      let latencyMs = 0
      let fault: FaultRule | null = null
      for (const one of armed) {
        if (!matches(one.rule.match, operation)) continue
        const isLatency = one.rule.kind === 'latency'
        if (!isLatency && fault !== null) continue
        if (one.hits >= (one.rule.times ?? Number.POSITIVE_INFINITY)) continue
        if (one.random.integer(1, 1_000_000) > (one.rule.probability ?? 1) * 1_000_000) continue
        one.hits += 1
        if (isLatency) latencyMs += one.rule.ms ?? 1000
        else fault = one.rule
      }
      return { latencyMs, fault }
    },
  }
}

const PRODUCTS: Readonly<Record<string, string>> = {
  itr: 'itr.',
  'aa-bsa': 'aa-bsa.',
  'account-aggregator': 'aa.',
  bsa: 'bsa.',
}

function matches(match: string, operation: string): boolean {
  if (match === '*' || match === operation) return true
  const prefix = Object.hasOwn(PRODUCTS, match) ? PRODUCTS[match] : undefined
  return prefix !== undefined && operation.startsWith(prefix)
}

function assertRule(rule: FaultRule): void {
  if (typeof rule?.match !== 'string' || rule.match === '') throw new TypeError('a fault needs `match`')
  if (!FAULT_KINDS.includes(rule.kind)) throw new TypeError(`a fault's kind is one of ${FAULT_KINDS.join(', ')}`)
  const numbers = [rule.ms, rule.status, rule.bytes, rule.times, rule.probability, rule.seed]
  if (numbers.some((value) => value !== undefined && !(typeof value === 'number' && value >= 0))) {
    throw new TypeError('the numbers of a fault are not negative')
  }
}
