/** The issuer's keys: which are taken, when they are fetched again, and what holds while they cannot be. */
import { createSign, generateKeyPairSync } from 'node:crypto'
import { exportJWK, generateSecret, importJWK, SignJWT } from 'jose'
import { afterEach, describe, expect, it } from 'vitest'
import { type Authenticate, createTokenAuthenticator } from '../../src/server/caller/principal.ts'
import { type KeySetOptions, openKeySet, type TokenKeys } from '../../src/server/caller/token-key.ts'
import { createSystemClock } from '../../src/platform/clock.ts'
import { createFakeClock, type FakeClock } from '../support/clock.ts'
import { toInstant } from '../../src/domain/date.ts'
import { openIssuer, type TestIssuer } from '../support/issuer.ts'

const INVALID = { code: 'AUTH_INVALID' }
const UNAVAILABLE = { code: 'AUTH_UNAVAILABLE', retryable: true }

interface Scene extends AsyncDisposable {
  readonly issuer: TestIssuer
  readonly clock: FakeClock
  readonly keys: TokenKeys
  readonly failures: number
  /** Lets a token of this key in, or rejects. */
  ask(keyId: string): Promise<unknown>
  readonly authenticate: Authenticate
}

const open = new AsyncDisposableStack()
afterEach(() => open.disposeAsync())

async function setUp(options: Partial<KeySetOptions> = {}, prepare?: (issuer: TestIssuer) => void): Promise<Scene> {
  const issuer = await openIssuer()
  for (const name of ['one', 'two']) await issuer.addKey(name)
  prepare?.(issuer)
  const clock = createFakeClock(toInstant(Date.now()))
  let failures = 0
  const onFailure = (): void => {
    failures += 1
  }
  const keys = await openKeySet({ url: issuer.url, clock, onFailure, ...options })
  // Tokens are of now, whatever the clock of the keys says.
  const rules = { keys, issuer: 'https://issuer.example', audience: 'finpass-graph' }
  const authenticate = createTokenAuthenticator(rules, createSystemClock())
  return {
    issuer,
    clock,
    keys,
    authenticate,
    get failures() {
      return failures
    },
    ask: async (keyId) => authenticate((await issuer.headers(keyId)).authorization),
    async [Symbol.asyncDispose]() {
      keys.close()
      await issuer[Symbol.asyncDispose]()
    },
  }
}

describe('a token of a published key', () => {
  it.each(['RS256', 'PS256', 'ES256', 'EdDSA'] as const)('signed by %s is let in', async (algorithm) => {
    await using scene = await setUp()
    await scene.issuer.addKey('three', algorithm)
    await scene.clock.advance(60_000)
    // The fetch is real, and takes its time.
    await expect.poll(() => scene.issuer.asked).toBe(2)
    await expect(scene.ask('three')).resolves.toMatchObject({ subject: 'underwriter', keyId: 'three' })
  })

  it('is let in with a key that was published since, by fetching again', async () => {
    await using scene = await setUp({ coolDownMs: 0 })
    await scene.issuer.addKey('three')
    await expect(scene.ask('three')).resolves.toMatchObject({ keyId: 'three' })
    expect(scene.issuer.asked).toBe(2)
    await scene.ask('one')
    expect(scene.issuer.asked).toBe(2)
  })
})

describe('a token of any other key', () => {
  it('is refused, and makes the issuer be asked once per cool-down, however many come', async () => {
    await using scene = await setUp()
    await scene.issuer.addKey('forged')
    const token = await scene.issuer.headers('forged')
    scene.issuer.withdraw('forged')
    await scene.clock.advance(10_000)
    for (let turn = 0; turn < 3; turn += 1) {
      const asked = await Promise.allSettled(Array.from({ length: 50 }, () => scene.authenticate(token.authorization)))
      for (const each of asked) expect(each).toMatchObject({ status: 'rejected', reason: INVALID })
    }
    expect(scene.issuer.asked).toBe(2)
    await scene.clock.advance(10_000)
    await expect(scene.authenticate(token.authorization)).rejects.toMatchObject(INVALID)
    expect(scene.issuer.asked).toBe(3)
  })

  it('is refused when it names no key, though one would fit', async () => {
    await using scene = await setUp()
    const [head, body, tail] = (await scene.issuer.sign('one')).split('.')
    const bare = Buffer.from('{"alg":"ES256"}').toString('base64url')
    await expect(scene.authenticate(`Bearer ${bare}.${body}.${tail}`)).rejects.toMatchObject(INVALID)
    expect(head).not.toBe(bare)
    expect(scene.issuer.asked).toBe(1)
  })

  it('is refused when the set has a secret under that name, or something private or for encryption', async () => {
    const secret = {
      ...(await exportJWK(await generateSecret('HS256', { extractable: true }))),
      kid: 'secret',
      alg: 'HS256',
    }
    await using scene = await setUp({}, (issuer) => {
      issuer.publish(secret)
      issuer.publish({ kty: 'RSA', kid: 'private', n: 'AQAB', e: 'AQAB', d: 'AQAB' })
      issuer.publish({ kty: 'EC', kid: 'encryption', crv: 'P-256', x: 'AQAB', y: 'AQAB', use: 'enc' })
      issuer.publish({ kty: 'EC', crv: 'P-256', x: 'AQAB', y: 'AQAB', use: 'sig' })
    })
    const key = await importJWK(secret)
    for (const kid of ['secret', 'private', 'encryption', 'undefined', 'one']) {
      const token = await new SignJWT({ tenant: 'demo' })
        .setProtectedHeader({ alg: 'HS256', kid })
        .setSubject('mallory')
        .setIssuer('https://issuer.example')
        .setAudience('finpass-graph')
        .setExpirationTime('5m')
        .sign(key)
      await expect(scene.authenticate(`Bearer ${token}`)).rejects.toMatchObject(INVALID)
    }
    await expect(scene.ask('one')).resolves.toBeDefined()
  })

  it('is refused when the key of that name is too short to be believed', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 })
    await using scene = await setUp({}, (issuer) =>
      issuer.publish({ ...publicKey.export({ format: 'jwk' }), kid: 'short' }),
    )
    const toPart = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
    const claims = {
      sub: 'mallory',
      tenant: 'demo',
      exp: 4_000_000_000,
      iss: 'https://issuer.example',
      aud: 'finpass-graph',
    }
    const text = `${toPart({ alg: 'RS256', kid: 'short' })}.${toPart(claims)}`
    const signature = createSign('RSA-SHA256').update(text).sign(privateKey).toString('base64url')
    await expect(scene.authenticate(`Bearer ${text}.${signature}`)).rejects.toMatchObject(INVALID)
  })

  it('is refused when it is signed with the public key as if that were a secret', async () => {
    await using scene = await setUp()
    await scene.issuer.addKey('rsa', 'RS256')
    await scene.clock.advance(60_000)
    await expect.poll(() => scene.issuer.asked).toBe(2)
    const set = (await (await fetch(scene.issuer.url)).json()) as { keys: { kid: string; n?: string }[] } // as it publishes
    const modulus = Buffer.from(set.keys.find(({ kid }) => kid === 'rsa')?.n ?? '', 'base64url')
    const token = await new SignJWT({ tenant: 'demo' })
      .setProtectedHeader({ alg: 'HS256', kid: 'rsa' })
      .setSubject('mallory')
      .setIssuer('https://issuer.example')
      .setAudience('finpass-graph')
      .setExpirationTime('5m')
      .sign(modulus)
    await expect(scene.authenticate(`Bearer ${token}`)).rejects.toMatchObject(INVALID)
    await expect(scene.ask('rsa')).resolves.toBeDefined()
  })
})

describe('while the set cannot be fetched', () => {
  it.each(['failing', 'redirecting', 'endless', 'odd'] as const)('an issuer that is %s', async (mood) => {
    await using scene = await setUp()
    scene.issuer.setMood(mood)
    await scene.issuer.addKey('three')
    await scene.clock.advance(10_000)
    // What is known holds; what is not may have been published.
    await expect(scene.ask('three')).rejects.toMatchObject(UNAVAILABLE)
    await expect(scene.ask('one')).resolves.toBeDefined()
    expect(scene.failures).toBe(1)
    expect(scene.keys.isWithdrawn('one')).toBe(false)
  })

  it('known keys are trusted for a bounded time, and anew once it can be', async () => {
    await using scene = await setUp({ refreshMs: 10_000_000, trustMs: 100_000 })
    scene.issuer.setMood('failing')
    await scene.clock.advance(99_999)
    await expect(scene.ask('one')).resolves.toBeDefined()
    await scene.clock.advance(1)
    await expect(scene.ask('one')).rejects.toMatchObject(UNAVAILABLE)
    scene.issuer.setMood('well')
    await expect(scene.ask('one')).rejects.toMatchObject(UNAVAILABLE)
    await scene.clock.advance(10_000)
    await expect(scene.ask('one')).resolves.toBeDefined()
  })

  it('from the start, nobody is let in, and the gateway opens all the same', async () => {
    await using scene = await setUp({}, (issuer) => issuer.setMood('failing'))
    await expect(scene.ask('one')).rejects.toMatchObject(UNAVAILABLE)
    scene.issuer.setMood('well')
    await scene.clock.advance(10_000)
    await expect(scene.ask('one')).resolves.toBeDefined()
  })
})

describe('a withdrawn key', () => {
  it('lets nobody in any more once that is seen, and is known as withdrawn', async () => {
    await using scene = await setUp()
    scene.issuer.withdraw('one')
    expect(scene.keys.isWithdrawn('one')).toBe(false)
    await scene.clock.advance(60_000)
    await expect.poll(() => scene.keys.isWithdrawn('one')).toBe(true)
    await expect(scene.ask('one')).rejects.toMatchObject(INVALID)
    await expect(scene.ask('two')).resolves.toBeDefined()
    expect(scene.keys.isWithdrawn('two')).toBe(false)
  })

  it('is fetched no more after closing', async () => {
    await using scene = await setUp()
    scene.keys.close()
    expect(scene.clock.pending()).toBe(0)
  })
})
