/**
 * The sandbox's time. Wall time is the injected `now` plus whatever was advanced by hand; journey time runs
 * `timeScale` times as fast as wall time. Timestamps in bodies are wall time, so a caller's own clock agrees with them.
 */

/** Wall time and journey time together. */
export interface SandboxClock {
  readonly timeScale: number
  /** Wall time, in milliseconds since 1970. */
  now(): number
  /** Moves every journey forward by that much journey time (at scale 60, a minute here is a second of wall time). */
  advance(journeyMs: number): void
  /** Journey time since a wall instant; never negative. */
  elapsedSince(wallMs: number): number
  /** The wall instant at which a journey begun at `wallMs` is `journeyMs` old. */
  wallAfter(wallMs: number, journeyMs: number): number
  /** Makes sure that wall time is not before an id minted by an earlier process whose clock had been advanced. */
  catchUp(wallMs: number): void
}

/** A clock over `now`; throws `RangeError` when the scale is not a positive number. */
export function createClock(now: () => number, timeScale: number): SandboxClock {
  if (!(timeScale > 0) || !Number.isFinite(timeScale)) throw new RangeError('timeScale must be a positive number')
  let aheadMs = 0
  const wall = (): number => now() + aheadMs
  return {
    timeScale,
    now: wall,
    advance(journeyMs) {
      if (!(journeyMs >= 0)) throw new RangeError('a clock is advanced, never set back')
      aheadMs += journeyMs / timeScale
    },
    elapsedSince: (wallMs) => Math.max(0, (wall() - wallMs) * timeScale),
    wallAfter: (wallMs, journeyMs) => wallMs + journeyMs / timeScale,
    catchUp(wallMs) {
      aheadMs += Math.max(0, wallMs - wall())
    },
  }
}

/** `2026-04-07T11:24:14Z`, the documented dialect. */
export function formatSeconds(wallMs: number): string {
  return `${new Date(wallMs).toISOString().slice(0, 19)}Z`
}

/** `2026-04-07T11:24:14.383000`: microseconds and no zone, yet UTC; the observed dialect. */
export function formatZoneless(wallMs: number): string {
  return `${new Date(wallMs).toISOString().slice(0, 23)}000`
}

/** `2025-07-23T18:35:29+05:30` from an Indian calendar day and a second of that day; the Account Aggregator. */
export function formatIndian(date: string, secondOfDay: number): string {
  const two = (value: number): string => String(value).padStart(2, '0')
  const time = [Math.floor(secondOfDay / 3600), Math.floor(secondOfDay / 60) % 60, secondOfDay % 60]
  return `${date}T${time.map(two).join(':')}+05:30`
}

/** `22-03-2026` from `2026-03-22`. */
export function formatDayFirst(date: string): string {
  return `${date.slice(8, 10)}-${date.slice(5, 7)}-${date.slice(0, 4)}`
}
