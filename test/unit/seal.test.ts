/** Sealing: what goes in comes out, in its place and under its key only. */
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createSeal, type SealingKey } from '../../src/platform/seal.ts'

const OLD: SealingKey = { name: 'old', key: Buffer.alloc(32, 1) }
const NEW: SealingKey = { name: 'new', key: Buffer.alloc(32, 2) }

describe('seal', () => {
  it.each(['', 'ABCDE1234F', 'मीरा 😀', 'a.b.c', 'x'.repeat(100_000)])('opens what it sealed, case %#', (text) => {
    const seal = createSeal([OLD])
    const sealed = seal.seal(text, 'journey:1')
    expect(seal.open(sealed, 'journey:1')).toBe(text)
    if (text !== '') expect(sealed).not.toContain(text)
  })

  it('seals the same text differently each time, with a nonce that is never used again', () => {
    const seal = createSeal([OLD])
    const sealed = Array.from({ length: 1_000 }, () => seal.seal('job-1', 'journey:1'))
    expect(new Set(sealed).size).toBe(1_000)
    expect(new Set(sealed.map((each) => toNonce(each))).size).toBe(1_000)
  })

  it('opens what was sealed step by step, and seals what opens step by step, whatever the text', () => {
    const seal = createSeal([NEW, OLD])
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (text, context) => {
        expect(seal.open(sealByHand(OLD, text, context), context)).toBe(text.toWellFormed())
        expect(openByHand(NEW, seal.seal(text, context), context)).toBe(text.toWellFormed())
        const hashes = [NEW, OLD].map(({ key }) => createHmac('sha256', key).update(`${context}\n${text}`))
        expect(seal.lookupHashes(text, context)).toEqual(hashes.map((hash) => hash.digest('base64url')))
        expect(seal.hash(text, context)).toBe(seal.lookupHashes(text, context)[0])
      }),
    )
  })

  it('seals under the first key and names it, and nothing else, in clear', () => {
    expect(createSeal([NEW, OLD]).seal('job-1', 'journey:1')).toMatch(/^new\.[A-Za-z0-9_-]+$/)
  })

  it('opens with any key of the ring after a new one was put in front', () => {
    const sealed = createSeal([OLD]).seal('job-1', 'journey:1')
    expect(createSeal([NEW, OLD]).open(sealed, 'journey:1')).toBe('job-1')
  })

  it('does not open without the key, nor with another key of the same name', () => {
    const sealed = createSeal([OLD]).seal('job-1', 'journey:1')
    expect(() => createSeal([NEW]).open(sealed, 'journey:1')).toThrow('no key on the ring')
    expect(() => createSeal([{ ...NEW, name: 'old' }]).open(sealed, 'journey:1')).toThrow()
    expect(() => createSeal([NEW, OLD]).open(sealed.replace('old', 'new'), 'journey:1')).toThrow()
  })

  it('does not open in another place', () => {
    const seal = createSeal([OLD])
    const sealed = seal.seal('job-1', 'journey:1')
    for (const context of ['journey:2', 'journey:', '', 'journey:1 '])
      expect(() => seal.open(sealed, context)).toThrow()
  })

  it('does not open when any byte of it was altered', () => {
    const seal = createSeal([OLD])
    const sealed = seal.seal('job-1', 'journey:1')
    const bytes = Buffer.from(sealed.slice('old.'.length), 'base64url')
    expect(bytes).toHaveLength(12 + 16 + 'job-1'.length)
    for (const [index, byte] of bytes.entries()) {
      const altered = Buffer.from(bytes)
      altered[index] = byte ^ 1
      expect(() => seal.open(`old.${altered.toString('base64url')}`, 'journey:1'), `byte ${index}`).toThrow()
    }
  })

  it('does not open when it was cut short or is something else', () => {
    const seal = createSeal([OLD])
    const sealed = seal.seal('job-1', 'journey:1')
    for (let length = 0; length < sealed.length; length += 1) {
      expect(() => seal.open(sealed.slice(0, length), 'journey:1'), `cut to ${length}`).toThrow()
    }
    for (const other of ['old', 'old.', '.', 'job-1', 'old.!!!!']) expect(() => seal.open(other, 'journey:1')).toThrow()
  })
})

describe('lookupHashes', () => {
  it('gives one hash per key, the sealing one first, and the same every time', () => {
    const [old] = createSeal([OLD]).lookupHashes('job-1', 'handle:one')
    const hashes = createSeal([NEW, OLD]).lookupHashes('job-1', 'handle:one')
    expect(hashes).toHaveLength(2)
    expect(hashes[1]).toBe(old)
    expect(hashes[0]).toBe(createSeal([NEW]).lookupHashes('job-1', 'handle:one')[0])
    expect(hashes[0]).not.toBe(old)
  })

  it('differs by text and by context, and has no text in it', () => {
    const seal = createSeal([OLD])
    const inputs = [
      ['job-1', 'handle:one'],
      ['job-2', 'handle:one'],
      ['job-1', 'handle:two'],
    ] as const
    const hashes = inputs.map(([text, context]) => seal.lookupHashes(text, context)[0])
    expect(new Set(hashes).size).toBe(3)
    for (const hash of hashes) expect(hash).toMatch(/^[A-Za-z0-9_-]{43}$/)
  })
})

describe('a key ring', () => {
  it('is refused when it is empty, has a key of another length, or a name twice', () => {
    expect(() => createSeal([])).toThrow('empty')
    for (const length of [0, 16, 31, 33]) {
      expect(() => createSeal([OLD, { name: 'short', key: Buffer.alloc(length) }])).toThrow('32 bytes')
    }
    expect(() => createSeal([OLD, { ...NEW, name: 'old' }])).toThrow('same name')
  })
})

/** The format, written down a second time: name of the key, a dot, then nonce, tag and body in base64url. */
function sealByHand({ name, key }: SealingKey, text: string, context: string): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context))
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return `${name}.${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')}`
}

function openByHand({ name, key }: SealingKey, sealed: string, context: string): string {
  expect(sealed.startsWith(`${name}.`)).toBe(true)
  const bytes = Buffer.from(sealed.slice(name.length + 1), 'base64url')
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12)).setAAD(Buffer.from(context))
  decipher.setAuthTag(bytes.subarray(12, 28))
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
}

function toNonce(sealed: string): string {
  return Buffer.from(sealed.slice(sealed.indexOf('.') + 1), 'base64url')
    .subarray(0, 12)
    .toString('hex')
}
