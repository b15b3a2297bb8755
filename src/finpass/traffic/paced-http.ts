/** The door to Finpass behind a pacer: every request that is sent, also a second one for the same call, waits for its turn. */
import type { Http } from '../http.ts'
import type { Pacer } from './pacer.ts'

/** Makes a door of the same kind. What a request waits is taken from its time. */
export function createPacedHttp(http: Http, pacer: Pacer, deadlineMs: number): Http {
  return {
    send(request, signal, withinMs = deadlineMs) {
      const turn = pacer.enter(request.isPoll === true, signal, withinMs - (request.leastMs ?? 0), request.caller)
      if (turn === null) return http.send(request, signal, withinMs)
      const beganAt = performance.now()
      return turn.then(() => http.send(request, signal, Math.max(1, withinMs - (performance.now() - beganAt))))
    },
    renew: () => http.renew(),
    close: () => http.close(),
  }
}
