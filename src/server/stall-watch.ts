/**
 * Readers that take nothing, whatever they are being answered, lose their connection. By what the system still has to send, and
 * not by the socket's own timeout: that begins anew with each byte that such a reader sends, and after the last byte was
 * handed over Node no longer says that anything waits.
 */
import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { createRoster } from '../platform/roster.ts'

export interface StallWatch {
  /** Looks after an answer until its connection has taken all of it or is gone. */
  watch(response: ServerResponse): void
}

interface Progress {
  readonly response: ServerResponse
  waitingBytes: number
  since: number
}

/** How often it is looked in the time that a reader is given. */
const LOOKS = 8

/** Cuts whoever takes nothing for `stallMs` although there is something; whoever is slow is left alone. */
export function createStallWatch(stallMs: number): StallWatch {
  const watched = createRoster<Progress>()
  let timer: NodeJS.Timeout | null = null

  function look(): void {
    const now = performance.now()
    for (const progress of watched.list()) {
      const { response } = progress
      const waitingBytes = toWaitingBytes(response.socket)
      if (waitingBytes === 0 || waitingBytes !== progress.waitingBytes) {
        progress.waitingBytes = waitingBytes
        progress.since = now
      } else if (now - progress.since >= stallMs) response.destroy()
    }
    if (watched.size > 0 || timer === null) return
    clearInterval(timer)
    timer = null
  }

  return {
    watch(response) {
      response.once('close', watched.join({ response, waitingBytes: 0, since: 0 }))
      timer ??= setInterval(look, stallMs / LOOKS).unref()
    },
  }
}

/** Bytes that the system has not taken yet; 0 also for an answer whose turn on its connection has not come. */
function toWaitingBytes(socket: Socket | null): number {
  if (socket === null) return 0
  // Node has no public name for it, and goes by it itself when a socket's timeout comes.
  const { _handle: handle } = socket as { readonly _handle?: { readonly writeQueueSize?: number } | null }
  return handle?.writeQueueSize ?? 0
}
