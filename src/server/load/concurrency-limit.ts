/**
 * How many operations may be under way at once: found by trying, from how late the event loop is, so that it fits the
 * machine and what is asked. Delay that stands is a queue that does not empty; delay that comes and goes is none.
 * Waiting for Finpass delays nobody here: a slow Finpass makes it rise, since more are under way and none is late.
 */

export interface ConcurrencyLimit {
  readonly current: number
  /** True while there is a queue that does not empty. */
  readonly isLate: boolean
  /** Told of each span of time: how late its turns were on average, and the most operations that were under way. */
  observe(span: { readonly delayMs: number; readonly mostUnderWay: number }): void
}

export interface ConcurrencyLimitOptions {
  /** Never fewer: whoever has so few under way is not who makes the loop late. @default 8 */
  readonly least?: number
  /** At rest: what may come at once out of the blue. @default 100 */
  readonly burst?: number
  /** Never more, whatever the load: each takes memory. */
  readonly most: number
  /** The delay that is aimed at when there is too much to do. @default 30 */
  readonly targetMs?: number
}

/** A single late span may be a collection of garbage, or a neighbour on the machine. */
const PATIENCE_SPANS = 2
const STEEPEST_FALL = 0.5
const RISE = 0.1
/** Lateness that nobody can live with, whether or not all that is allowed is used … */
const ALARM_MS = 250
/**
 * … and for how long: calls that had hung come back all at once, and what they bring is done within a second. Whoever comes
 * meanwhile waits that long; refused, they would wait longer.
 */
const ALARM_PATIENCE_MS = 1_500
/** A span lasts as long, unless a turn of the loop does. */
const SPAN_MS = 100

/** Begins at `burst`, rises only while all of it is used and nothing is late, and comes back to `burst` at rest. */
export function createConcurrencyLimit(options: ConcurrencyLimitOptions): ConcurrencyLimit {
  const { most, least = Math.min(8, most), burst = Math.min(100, most), targetMs = 30 } = options
  let current = burst
  let [lateSpans, lateMs] = [0, 0]
  return {
    get current() {
      return current
    },
    get isLate() {
      return lateSpans >= PATIENCE_SPANS
    },
    observe({ delayMs, mostUnderWay }) {
      const used = Math.min(current, mostUnderWay)
      const isUsed = used >= 0.9 * current
      // Of lateness with room left, neighbours on the machine are the likelier cause.
      const isLate = delayMs > targetMs && (isUsed || delayMs > ALARM_MS)
      if (isLate && mostUnderWay >= least) {
        lateSpans += 1
        lateMs += Math.max(SPAN_MS, delayMs)
        if (lateSpans < PATIENCE_SPANS || (!isUsed && lateMs < ALARM_PATIENCE_MS)) return
        // What was allowed and not used says nothing. The delay is as long as what is under way: one step brings it to its target.
        current = Math.max(least, Math.floor(used * Math.max(STEEPEST_FALL, targetMs / delayMs)))
        return
      }
      lateSpans = 0
      lateMs = 0
      // The closer to the target, the slower.
      const room = Math.max(0, 1 - delayMs / targetMs)
      if (isUsed || current < burst) current = Math.min(most, Math.ceil(current * (1 + RISE * room)))
      else if (current > burst) current = Math.max(burst, used, Math.floor(current * (1 - RISE)))
    },
  }
}
