/**
 * What grows with the memory that there is, unless the operator says otherwise: a small container must not be filled by what is
 * merely kept.
 */
import type { Config } from '../config/config.ts'
import { readMemoryBytes } from '../platform/memory.ts'

const MIB = 2 ** 20
/** What a gateway takes that keeps nothing: code, subscribers, what is under way, and what the collector leaves for later. */
const OWN_BYTES = 128 * MIB
const CACHE_SHARE = 1 / 8
const LEAST_CACHE_BYTES = 4 * MIB
const MOST_CACHE_BYTES = 128 * MIB

/** Bound on the memory of kept reports, in reckoned bytes. */
export function toCacheBytes(
  { reportCacheBytes }: Pick<Config, 'reportCacheBytes'>,
  memoryBytes: number = readMemoryBytes(),
): number {
  if (reportCacheBytes !== null) return reportCacheBytes
  const share = Math.floor((memoryBytes - OWN_BYTES) * CACHE_SHARE)
  return Math.min(Math.max(share, LEAST_CACHE_BYTES), MOST_CACHE_BYTES)
}

const BODY_SHARE = 1 / 64
const MOST_BODY_BYTES = 32 * MIB

/** The longest answer of Finpass's that is read: read and parsed it takes many times that, and who cannot must refuse it, not be killed. */
export function toBodyBytes(memoryBytes: number = readMemoryBytes()): number {
  return Math.min(Math.floor(memoryBytes * BODY_SHARE), MOST_BODY_BYTES)
}
