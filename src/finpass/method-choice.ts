/**
 * How the two ITR reads are asked. The documentation has GET in the heading, POST in the text and a GET with a JSON body in the
 * generated sample, so `auto` finds out: GET first, POST where GET is not served, and remembers what worked.
 */
import { readErrorCode } from './envelope.ts'
import { toKnownCode } from './error-code.ts'
import type { Http, HttpAnswer, HttpRequest } from './http.ts'

export type ItrMethod = 'auto' | 'GET' | 'POST'

/** Asks one ITR path for one job within so many milliseconds; the handle travels in the body, never in the URL. */
export type ItrAsk = (
  request: Omit<HttpRequest, 'method'>,
  signal: AbortSignal,
  withinMs: number,
) => Promise<HttpAnswer>

/** Makes the asker. Both attempts together stay within `withinMs`. */
export function createItrAsk(http: Http, method: ItrMethod): ItrAsk {
  let settled: 'GET' | 'POST' | null = method === 'auto' ? null : method

  return async (request, signal, withinMs) => {
    if (settled !== null) return http.send({ ...request, method: settled }, signal, withinMs)
    const startedAt = performance.now()
    const got = await http.send({ ...request, method: 'GET' }, signal, withinMs)
    if (!isNotServed(got)) return got
    const restMs = Math.max(1, withinMs - (performance.now() - startedAt))
    const posted = await http.send({ ...request, method: 'POST' }, signal, restMs)
    if (isServed(posted)) settled = 'POST'
    // Neither is served: the first answer is the better witness.
    return posted.status === 405 ? got : posted
  }
}

/** A 404 that carries a code means "no such job" and is an answer; one without is a path that has no such method. */
function isNotServed(answer: HttpAnswer): boolean {
  return answer.status === 405 || (answer.status === 404 && readErrorCode(answer.body) === null)
}

/** Whatever stands before Finpass may say 429, 502 or a page: only a success, or a refusal with a code of Finpass's, proves it. */
function isServed({ status, body }: HttpAnswer): boolean {
  if (status >= 200 && status < 300) return true
  return status !== 429 && status < 500 && toKnownCode(readErrorCode(body)) !== null
}
