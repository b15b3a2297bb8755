/** However an answer is cut, and whatever it says of its length, its bytes are those that came. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BodyBytes } from '../../../src/finpass/body-bytes.ts'

const KIB = 1024

function join(pieces: readonly Buffer[], announced: number): Buffer {
  const body = new BodyBytes()
  body.announced = announced
  for (const piece of pieces) body.add(piece)
  return body.join()
}

/** Pieces with these lengths, each byte another than the one before it. */
function cut(lengths: readonly number[]): Buffer[] {
  let count = 0
  return lengths.map((length) => Buffer.from(Uint8Array.from({ length }, () => (count++ * 31) % 251)))
}

describe('the bytes of an answer', () => {
  it('are what came, whether it said its length, said too much, too little or nothing', () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 128 * KIB }), { minLength: 1, maxLength: 12 })
    const share = fc.constantFrom(0, 0.3, 0.9, 1, 1.1, 3, Number.NaN)
    fc.assert(
      fc.property(lengths, share, (sizes, said) => {
        const pieces = cut(sizes)
        const whole = Buffer.concat(pieces)
        expect(join(pieces, Math.floor(whole.length * said)).equals(whole)).toBe(true)
      }),
      { numRuns: 60 },
    )
  })

  it('of one piece are that piece, and of none are none', () => {
    const [piece = Buffer.alloc(0)] = cut([10])
    expect(join([piece], 10)).toBe(piece)
    expect(join([], 0)).toHaveLength(0)
  })

  it('of a long answer that says its length stand in memory once', () => {
    const pieces = cut(Array.from({ length: 16 }, () => 64 * KIB))
    const body = new BodyBytes()
    body.announced = 1_024 * KIB
    for (const piece of pieces) body.add(piece)
    expect(body.join().buffer).toBe(body.join().buffer)
    expect(body.join().buffer.byteLength).toBe(1_024 * KIB)
  })

  it('take no room before much of it has come', () => {
    const [piece = Buffer.alloc(0)] = cut([64 * KIB])
    const body = new BodyBytes()
    body.announced = 30 * KIB * KIB
    body.add(piece)
    body.add(piece)
    expect(body.join().buffer.byteLength).toBeLessThan(KIB * KIB)
  })
})
