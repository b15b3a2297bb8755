/**
 * Whose answer is it? HTTP/1.1 puts answers on requests by their order on a socket alone: one answer too many, from Finpass or
 * whatever stands before it, and each caller is given the data of the one before. So a read is believed over a kept-alive
 * socket only when it names what was asked for; else it is asked once more over a socket of its own. Starts, which have no
 * name yet and must never be repeated, have a socket of their own to begin with.
 */
import { Failure } from '../domain/failure.ts'
import { isTerminal } from '../domain/journey.ts'
import { readReadiness } from './account-aggregator/aa-readiness.ts'
import { isSuccess, toAnswerFailure } from './envelope.ts'
import type { Http, HttpAnswer, HttpRequest } from './http.ts'
import { isObject } from './leaf.wire.ts'

/** Seen 2026-07: the id in the documented answers of these is another than the one in the request (contract, trap 43). */
const OTHER_NAMES = new Set(['/api/v1/services/account-aggregator/fetch-json-report'])

/** Makes a door of the same kind that gives nobody another's answer. Rejects with `FINPASS_SHAPE` when both answers name another. */
export function createEchoedHttp(http: Http, deadlineMs: number): Http {
  // Paths whose last answer did not name what was asked for: keeping sockets alive for them gains nothing until one does.
  const unnamed = new Set<string>()

  async function send(request: HttpRequest, signal: AbortSignal, withinMs = deadlineMs): Promise<HttpAnswer> {
    const asked = request.query?.client_id ?? request.body?.client_id ?? request.body?.job_id
    if (asked === undefined) return http.send({ ...request, isAlone: true }, signal, withinMs)
    const startedAt = performance.now()
    if (!unnamed.has(request.path)) {
      const answer = await http.send(request, signal, withinMs)
      if (isBelieved(answer, asked)) return answer
      if (readNames(answer).length > 0) http.renew()
    }
    const restMs = Math.max(1, withinMs - (performance.now() - startedAt))
    const answer = await http.send({ ...request, isAlone: true }, signal, restMs)
    if (!isSuccess(answer)) return answer
    if (readNames(answer).includes(asked)) {
      unnamed.delete(request.path)
      return answer
    }
    if (readNames(answer).length > 0 && !OTHER_NAMES.has(request.path)) throw new Failure('FINPASS_SHAPE')
    if (isObject(answer.body)) unnamed.add(request.path)
    return answer
  }

  return { send, renew: () => http.renew(), close: () => http.close() }
}

/** Refusals name nobody: those that a journey survives may be anybody's, those that end it may not. */
function isBelieved(answer: HttpAnswer, asked: string): boolean {
  const names = readNames(answer)
  if (names.length > 0) return names.includes(asked)
  if (isSuccess(answer)) return answer.status === 202 || !isObject(answer.body)
  if (toAnswerFailure(answer, 'bank').code === 'FINPASS_NOT_FOUND') return false
  try {
    const status = readReadiness(answer)?.status ?? null
    return status === null || !isTerminal(status)
  } catch {
    // No word on the journey, so nothing that would end it.
    return true
  }
}

/** The ids that an answer gives itself, in whichever envelope. */
function readNames({ body }: HttpAnswer): string[] {
  if (!isObject(body)) return []
  const data = isObject(body.data) ? body.data : {}
  return [data.client_id, data.job_id, body.client_id, body.job_id].filter((name) => typeof name === 'string')
}
