/** How much memory a value takes, about: what the cache of reports is bounded by. */

/**
 * Bytes on the heap of plain data and all that hangs on it, a little more rather than less. Walks the whole value, so it is
 * not for long ledgers.
 */
export function reckonBytes(value: unknown): number {
  let bytes = 0
  // A list and not recursion: Finpass's JSON may be nested deeper than the stack is.
  const left: unknown[] = [value]
  while (left.length > 0) {
    const each = left.pop()
    if (typeof each === 'string') bytes += 32 + each.length
    else if (typeof each === 'object' && each !== null) {
      const parts = Object.values(each)
      bytes += 64 + parts.length * 16
      for (const part of parts) left.push(part)
    } else if (typeof each === 'bigint' || typeof each === 'number') bytes += 24
  }
  return bytes
}
