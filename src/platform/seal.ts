/**
 * Sealing of what must not stand in clear at rest: Finpass handles, PAN, mobile. AES-256-GCM with a key ring:
 * the first key seals, every key opens, so keys are rotated by putting a new one in front.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  type KeyObject,
  randomFillSync,
} from 'node:crypto'

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
  /** The first of `lookupHashes` alone. */
  hash(text: string, context: string): string
}

const NONCE_LENGTH = 12
const TAG_LENGTH = 16
/** Drawn in one go: asking for twelve random bytes costs as much as the cipher does. */
const NONCES_AT_ONCE = 128

/** Makes a seal over a non-empty ring; throws a plain error when a key is not 32 bytes or a name is used twice. */
export function createSeal(ring: readonly SealingKey[]): Seal {
  const [first] = ring
  if (first === undefined) throw new Error('the key ring is empty')
  if (new Set(ring.map(({ name }) => name)).size !== ring.length) throw new Error('two sealing keys have the same name')
  if (ring.some(({ key }) => key.length !== 32)) throw new Error('a sealing key is not 32 bytes')
  const keys = new Map(ring.map(({ name, key }) => [name, createSecretKey(key)]))
  const hashingKeys = [...keys.values()]
  const sealingKey = createSecretKey(first.key)
  const drawNonce = createNonces()

  return {
    seal(text, context) {
      const nonce = drawNonce()
      const cipher = createCipheriv('aes-256-gcm', sealingKey, nonce)
      cipher.setAAD(Buffer.from(context))
      const body = cipher.update(text, 'utf8')
      // A stream cipher has given all of it by now; this only makes the tag.
      cipher.final()
      const sealed = Buffer.allocUnsafe(NONCE_LENGTH + TAG_LENGTH + body.length)
      sealed.set(nonce)
      sealed.set(cipher.getAuthTag(), NONCE_LENGTH)
      sealed.set(body, NONCE_LENGTH + TAG_LENGTH)
      return `${first.name}.${sealed.toString('base64url')}`
    },
    open(sealed, context) {
      const dot = sealed.indexOf('.')
      const key = keys.get(sealed.slice(0, dot))
      if (key === undefined) throw new Error('no key on the ring opens this')
      const bytes = Buffer.from(sealed.slice(dot + 1), 'base64url')
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_LENGTH))
      decipher.setAAD(Buffer.from(context))
      decipher.setAuthTag(bytes.subarray(NONCE_LENGTH, NONCE_LENGTH + TAG_LENGTH))
      const body = decipher.update(bytes.subarray(NONCE_LENGTH + TAG_LENGTH))
      // Throws when it was altered: nothing of it is given out before.
      decipher.final()
      return body.toString('utf8')
    },
    lookupHashes(text, context) {
      return hashingKeys.map((key) => toHash(key, text, context))
    },
    hash: (text, context) => toHash(sealingKey, text, context),
  }
}

function toHash(key: KeyObject, text: string, context: string): string {
  return createHmac('sha256', key).update(`${context}\n${text}`).digest('base64url')
}

/** Gives nonces, each once. */
function createNonces(): () => Uint8Array {
  const drawn = new Uint8Array(NONCES_AT_ONCE * NONCE_LENGTH)
  let used = drawn.length
  return () => {
    if (used === drawn.length) {
      randomFillSync(drawn)
      used = 0
    }
    used += NONCE_LENGTH
    return drawn.subarray(used - NONCE_LENGTH, used)
  }
}
