/** Puts an answer on the wire, whole or spoilt as a fault wants it. Timers end with the sandbox or with the caller. */
import type { ServerResponse } from 'node:http'
import { type Reply, replyJson } from './envelope.ts'
import type { FaultRule } from './fault.ts'

/** Sends the answer as it is. */
export function send(response: ServerResponse, reply: Reply): void {
  response.writeHead(reply.status, {
    'content-type': reply.contentType,
    'content-length': reply.body.byteLength,
    ...reply.headers,
  })
  response.end(reply.body)
}

/** The answer given in place of the real one, without the call being carried out; null for faults that spoil a real one. */
export function replacement(fault: FaultRule): Reply | null {
  switch (fault.kind) {
    case 'too-many-requests': {
      const seconds = fault.retryAfterSeconds === undefined ? 2 : fault.retryAfterSeconds
      const headers = seconds === null ? {} : { 'retry-after': String(seconds) }
      return replyJson(429, { detail: 'Too Many Requests' }, headers)
    }
    case 'server-error':
      return {
        status: fault.status ?? 503,
        contentType: 'text/html',
        body: Buffer.from('<html><head><title>Service unavailable</title></head><body><h1>upstream</h1></body></html>'),
      }
    case 'success-false':
      return replyJson(200, {
        success: false,
        message: 'Something went wrong.',
        error_code: fault.code ?? 'INTERNAL_ERROR',
      })
    case 'wrong-shape':
      return { status: 200, contentType: 'application/json', body: Buffer.from(fault.body ?? '{"ok":1}') }
    default:
      return null
  }
}

/** Begins an answer that never ends. */
export function hangAfterHeaders(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' })
  response.flushHeaders()
}

/** Sends that many bytes of well-formed JSON, as fast as they are taken. */
export function sendOversized(response: ServerResponse, bytes: number): void {
  const chunk = Buffer.alloc(65_536, ' ')
  let left = Math.max(0, bytes - 2)
  response.writeHead(200, { 'content-type': 'application/json' })
  response.write('{')
  const pump = (): void => {
    while (left > 0) {
      const piece = left >= chunk.byteLength ? chunk : chunk.subarray(0, left)
      left -= piece.byteLength
      if (!response.write(piece)) return
    }
    response.off('drain', pump)
    response.end('}')
  }
  response.on('drain', pump)
  pump()
}

/** Sends the real answer spoilt; true when the fault was one of these. */
export function sendSpoilt(response: ServerResponse, reply: Reply, fault: FaultRule): boolean {
  const half = Math.ceil(reply.body.byteLength / 2)
  switch (fault.kind) {
    case 'cut': {
      response.writeHead(reply.status, { 'content-type': reply.contentType, 'content-length': reply.body.byteLength })
      // Only once the first half has left, so that the caller sees a body that breaks off.
      response.write(reply.body.subarray(0, half), () => response.destroy())
      return true
    }
    case 'truncated-json':
      send(response, { ...reply, body: reply.body.subarray(0, half) })
      return true
    case 'malformed-json':
      send(response, { ...reply, body: Buffer.concat([Buffer.from('{"data":,'), reply.body.subarray(1)]) })
      return true
    case 'drip':
      drip(response, reply)
      return true
    default:
      return false
  }
}

function drip(response: ServerResponse, reply: Reply): void {
  response.writeHead(reply.status, { 'content-type': reply.contentType, 'content-length': reply.body.byteLength })
  let sent = 0
  const sendByte = (): void => {
    response.write(reply.body.subarray(sent, sent + 1))
    sent += 1
    if (sent < reply.body.byteLength) return
    clearInterval(timer)
    response.end()
  }
  const timer = setInterval(sendByte, 1000)
  response.on('close', () => clearInterval(timer))
  sendByte()
}
