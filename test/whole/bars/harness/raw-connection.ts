/**
 * One keep-alive HTTP/1.1 connection as cheap as it can be: requests are bytes made beforehand, and of an answer only the
 * status, the length and the end are looked at. So that a generator of load on one core outruns the gateway on another.
 */
import { connect, type Socket } from 'node:net'

export interface RawAnswer {
  /** 0 when the connection broke before it was whole. */
  readonly status: number
  /** True when a header `retry-after` was there. */
  readonly isTold: boolean
  /** True when the body holds errors of GraphQL. */
  readonly hasErrors: boolean
  /** Code of the first of them; null without one, or when it came in a later piece of the body. */
  readonly code: string | null
}

export interface RawConnection {
  readonly isOpen: boolean
  /** One at a time: the next one after the answer. */
  send(request: Buffer, onAnswer: (answer: RawAnswer) => void): void
  destroy(): void
}

const BROKEN: RawAnswer = { status: 0, isTold: false, hasErrors: false, code: null }
const END_OF_CHUNKS = Buffer.from('\r\n0\r\n\r\n')

export function openRawConnection(port: number): RawConnection {
  const socket: Socket = connect({ port, host: '127.0.0.1', noDelay: true })
  let isOpen = true
  let onAnswer: ((answer: RawAnswer) => void) | null = null
  let head = ''
  let answer: RawAnswer | null = null
  /** Bytes of the body that are still to come; null for a body in chunks. */
  let left: number | null = 0
  let isLast = false

  function end(result: RawAnswer): void {
    const told = onAnswer
    onAnswer = null
    answer = null
    head = ''
    if (isLast) destroy()
    told?.(result)
  }
  function destroy(): void {
    isOpen = false
    socket.destroy()
  }
  function takeBody(bytes: Buffer): void {
    if (answer === null) return
    if (!answer.hasErrors && bytes.includes('"errors":[')) {
      answer = { ...answer, hasErrors: true, code: /"code":"(\w+)"/.exec(bytes.toString('latin1'))?.[1] ?? null }
    }
    if (left === null) {
      if (bytes.subarray(-END_OF_CHUNKS.length).equals(END_OF_CHUNKS)) end(answer)
    } else {
      left -= bytes.length
      if (left <= 0) end(answer)
    }
  }
  socket.on('data', (bytes: Buffer) => {
    if (answer !== null) return takeBody(bytes)
    head += bytes.toString('latin1')
    const at = head.indexOf('\r\n\r\n')
    if (at < 0) return
    const lines = head.slice(0, at).toLowerCase()
    const length = /\ncontent-length: (\d+)/.exec(lines)?.[1]
    left = length === undefined ? null : Number(length)
    isLast = lines.includes('\nconnection: close')
    const isTold = lines.includes('\nretry-after: ')
    answer = { ...BROKEN, status: Number(lines.slice(9, 12)), isTold }
    const body = Buffer.from(head.slice(at + 4), 'latin1')
    if (body.length > 0 || left === 0) takeBody(body)
  })
  socket.on('error', () => undefined)
  socket.on('close', () => {
    isOpen = false
    if (onAnswer !== null) end(BROKEN)
  })
  return {
    get isOpen() {
      return isOpen
    },
    send(request, onDone) {
      onAnswer = onDone
      if (isOpen) socket.write(request)
      else queueMicrotask(() => end(BROKEN))
    },
    destroy,
  }
}
