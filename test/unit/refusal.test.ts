/** Refusals are written by hand, for speed: they must read as what `JSON.stringify` would have made of them. */
import type { ServerResponse } from 'node:http'
import { expect, it } from 'vitest'
import { formatInstant, toInstant } from '../../src/domain/date.ts'
import { FAILURES, type FailureCode } from '../../src/domain/failure.ts'
import { sendFailure } from '../../src/server/answer.ts'

type Told = Parameters<typeof sendFailure>[2]

/** The body that was sent, and the length that was said of it. */
function send(failure: Told, requestId: string): { readonly body: string; readonly length: unknown } {
  let [body, length]: [string, unknown] = ['', null]
  const response = {
    headersSent: false,
    writeHead(_status: number, headers: Readonly<Record<string, unknown>>) {
      length = headers['content-length']
      return response
    },
    end(text: string) {
      body = text
    },
  }
  sendFailure(response as unknown as ServerResponse, 503, failure, requestId) // all that it uses of one
  return { body, length }
}

const TEXTS = ['', 'plain', 'he said "no"', 'a\\b\n\u0000', 'für ₹ 5', '\u2028\ud83d\ude00 \ud800', '</script>']

it('writes a refusal as JSON.stringify does, whatever stands in it', () => {
  const codes = Object.keys(FAILURES) as FailureCode[] // the keys of the catalogue
  for (const [at, code] of codes.entries()) {
    for (const [which, text] of TEXTS.entries()) {
      const message = text
      const advice = which === 0 ? null : `${text}!`
      const retryable = at % 2 === 0
      const retryAfter = which % 2 === 0 ? null : toInstant(1_790_000_000_123 + at)
      const requestId = `${text}-id`
      const { body, length } = send({ code, message, advice, retryable, retryAfter }, requestId)
      const later = retryAfter === null ? {} : { retryAfter: formatInstant(retryAfter) }
      const wanted = { errors: [{ message, extensions: { code, advice, retryable, ...later, requestId } }] }
      expect(body).toBe(JSON.stringify(wanted))
      expect(length).toBe(Buffer.byteLength(body))
    }
  }
})
