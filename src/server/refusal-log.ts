/**
 * Sockets that were refused, in the log: the first of a kind at once, what follows within ten seconds in one line with its
 * number. So whoever wonders why a page gets no events finds out, and no crowd of them fills the log. What the gate refuses is
 * not told here: it has a line of its own.
 */
import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'

/** Status or close code of each kind. */
const REFUSALS = {
  /** From a page that may not call. */
  origin: 403,
  /** Its address has too many that have not said who they are. */
  'new-sockets': 503,
  /** Its token is missing, has ended, or does not hold. */
  token: 4403,
  /** Nobody can say at the moment whether its token holds. */
  'token-unchecked': 1013,
  /** Its caller has too many. */
  sockets: 1013,
} as const
export type SocketRefusal = keyof typeof REFUSALS

/** Told of each socket that is refused. */
export type NoteRefusal = (kind: SocketRefusal) => void

const QUIET_MS = 10_000

/** Never throws, and holds one number for each kind. */
export function createRefusalLog(log: Pick<Log, 'info'>, clock: Pick<Clock, 'after'>): NoteRefusal {
  /** Those that were not told yet, of the kinds that were told a moment ago. */
  const untold = new Map<SocketRefusal, number>()

  function tell(kind: SocketRefusal, count: number): void {
    log.info('socket refused', { transport: 'ws', kind, status: REFUSALS[kind], count })
    untold.set(kind, 0)
    clock.after(QUIET_MS, () => {
      const waiting = untold.get(kind) ?? 0
      untold.delete(kind)
      if (waiting > 0) tell(kind, waiting)
    })
  }

  return (kind) => {
    const waiting = untold.get(kind)
    if (waiting === undefined) tell(kind, 1)
    else untold.set(kind, waiting + 1)
  }
}
