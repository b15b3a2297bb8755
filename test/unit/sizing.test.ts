/** How much is kept of what there is room for. */
import { expect, it } from 'vitest'
import { toBodyBytes, toCacheBytes } from '../../src/gateway/sizing.ts'
import { readMemoryBytes } from '../../src/platform/memory.ts'

const MIB = 2 ** 20
const cacheMib = (memoryMib: number): number => toCacheBytes({ reportCacheBytes: null }, memoryMib * MIB) / MIB

it('keeps reports in an eighth of the memory that the gateway does not need itself', () => {
  expect([256, 512, 1_024].map(cacheMib)).toEqual([16, 48, 112])
})

it('keeps some in the smallest container, and no more than 128 MiB on the largest machine', () => {
  expect([64, 128, 4_096, 65_536].map(cacheMib)).toEqual([4, 4, 128, 128])
})

it('takes the word of the operator for it', () => {
  expect(toCacheBytes({ reportCacheBytes: 5_000_000 }, 256 * MIB)).toBe(5_000_000)
})

it('finds the memory of this process', () => {
  expect(readMemoryBytes()).toBeGreaterThan(64 * MIB)
  expect(readMemoryBytes()).toBeLessThanOrEqual(process.constrainedMemory() || Number.MAX_SAFE_INTEGER)
})

it('reads answers that it has the memory to read, and none beyond 32 MiB', () => {
  expect([256, 512, 1_024, 2_048, 65_536].map((mib) => toBodyBytes(mib * MIB) / MIB)).toEqual([4, 8, 16, 32, 32])
})
