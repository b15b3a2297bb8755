/**
 * Connections that a gateway ends: who has stopped reading does not see the code that it is closed with, so it is written down
 * where it is sent. Nothing is, until somebody asks: one for every caller that ever left would look like a leak of the gateway's.
 */
import { ServerResponse } from 'node:http'
import { WebSocket } from 'ws'

/** A connection that this process has ended. */
export interface ServerClosing {
  readonly transport: 'ws' | 'sse'
  /** Null when it was cut without a word. */
  readonly code: number | null
  readonly at: number
}

/** Gives what WebSockets were closed with, and the responses that were cut, since this was first called: then, nothing. */
export function recordClosings(): () => readonly ServerClosing[] {
  let closings: ServerClosing[] | null = null
  const close = WebSocket.prototype.close
  WebSocket.prototype.close = function record(code, reason) {
    // Closing what is closing already says nothing.
    if (this.readyState === WebSocket.OPEN) closings?.push({ transport: 'ws', code: code ?? null, at: Date.now() })
    close.call(this, code, reason)
  }
  const destroy = ServerResponse.prototype.destroy
  ServerResponse.prototype.destroy = function record(error) {
    if (!this.destroyed && !this.writableEnded) closings?.push({ transport: 'sse', code: null, at: Date.now() })
    return destroy.call(this, error)
  }
  return () => (closings ??= [])
}
