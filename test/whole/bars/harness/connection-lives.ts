/**
 * How long a process had its connections, by its own clock: from accepting one until it was closed. Who connects sees more
 * than that: the time in the system's queue before, and its own slowness in hearing of the end.
 */
import { subscribe } from 'node:diagnostics_channel'
import type { Socket } from 'node:net'

/** A connection by the port it came from. */
export interface ConnectionLife {
  readonly port: number
  /** Milliseconds since 1970. */
  readonly beganAt: number
  /** Milliseconds; null while it is open. */
  readonly livedMs: number | null
}

/** Begins to record; call the result for what there is. */
export function recordLives(): () => readonly ConnectionLife[] {
  const lives: { port: number; beganAt: number; endedAt: number | null }[] = []
  subscribe('net.server.socket', (message) => {
    const { socket } = message as { readonly socket: Socket } // as Node documents the channel
    const life: (typeof lives)[number] = { port: socket.remotePort ?? 0, beganAt: performance.now(), endedAt: null }
    lives.push(life)
    socket.once('close', () => {
      life.endedAt = performance.now()
    })
  })
  return () =>
    lives.map(({ port, beganAt, endedAt }) => ({
      port,
      beganAt: performance.timeOrigin + beganAt,
      livedMs: endedAt === null ? null : endedAt - beganAt,
    }))
}
