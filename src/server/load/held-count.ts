/** How much each caller holds open at this process: sockets and event streams. */
import type { Principal } from '../../domain/principal.ts'

export interface HeldCount {
  /** Counts one more under `key`; null when there are `most` already, else a function that gives it back. */
  hold(key: string, most: number): (() => void) | null
}

/** Counts nothing until something is held, and forgets whoever holds nothing any more. */
export function createHeldCount(): HeldCount {
  const counts = new Map<string, number>()
  return {
    hold(key, most) {
      const count = counts.get(key) ?? 0
      if (count >= most) return null
      counts.set(key, count + 1)
      let isHeld = true
      return () => {
        if (!isHeld) return
        isHeld = false
        const left = (counts.get(key) ?? 1) - 1
        if (left === 0) counts.delete(key)
        else counts.set(key, left)
      }
    },
  }
}

/** Names a caller, whatever characters its tenant and subject have. */
export function toCallerKey({ tenant, subject }: Principal): string {
  return JSON.stringify([tenant, subject])
}
