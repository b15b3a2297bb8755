/** How much memory the process may take: what its container allows it, or else what the machine has. */
import { totalmem } from 'node:os'

/** Bytes. A container without a limit counts as the machine. */
export function readMemoryBytes(): number {
  const allowed = process.constrainedMemory()
  return allowed > 0 ? Math.min(allowed, totalmem()) : totalmem()
}
