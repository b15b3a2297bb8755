/**
 * Sealing of what must not stand in clear at rest: Finpass handles, PAN, mobile. AES-256-GCM with a key ring:
 * the first key seals, every key opens, so keys are rotated by putting a new one in front.
 */
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'

export interface SealingKey {
  readonly name: string
  /** 32 bytes. */
  readonly key: Buffer
}

export interface Seal {
  /** Seals `text` for one purpose and place, e.g. `journey:<id>`: moved elsewhere it does not open. */
  seal(text: string, context: string): string
  /** Opens what `seal` made; throws when it was altered, moved, or its key is not on the ring. */
  open(sealed: string, context: string): string
  /** A keyed hash under which a value can be looked up without standing in clear; one per key on the ring, the sealing one first. */
  lookupHashes(text: string, context: string): readonly string[]
}

/** Makes a seal over a non-empty ring; throws a plain error when a key is not 32 bytes or a name is used twice. */
export function createSeal(ring: readonly SealingKey[]): Seal {
  const [first] = ring
  if (first === undefined) throw new Error('the key ring is empty')
  const keys = new Map(ring.map(({ name, key }) => [name, key]))
  if (keys.size !== ring.length) throw new Error('two sealing keys have the same name')
  if (ring.some(({ key }) => key.length !== 32)) throw new Error('a sealing key is not 32 bytes')

  return {
    seal(text, context) {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', first.key, nonce).setAAD(Buffer.from(context))
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return `${first.name}.${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')}`
    },
    open(sealed, context) {
      const dot = sealed.indexOf('.')
      const key = keys.get(sealed.slice(0, dot))
      if (key === undefined) throw new Error('no key on the ring opens this')
      const bytes = Buffer.from(sealed.slice(dot + 1), 'base64url')
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12)).setAAD(Buffer.from(context))
      decipher.setAuthTag(bytes.subarray(12, 28))
      return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
    },
    lookupHashes(text, context) {
      return ring.map(({ key }) => createHmac('sha256', key).update(`${context}\n${text}`).digest('base64url'))
    },
  }
}
