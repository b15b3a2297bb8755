/** An issuer of tokens on loopback: it publishes a key set, rotates and withdraws keys, and can misbehave. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose'
import { SCOPES } from '../../src/domain/principal.ts'

export type PublicAlgorithm = 'RS256' | 'PS256' | 'ES256' | 'EdDSA'

export interface IssuedClaims {
  readonly subject?: string
  readonly tenant?: string
  readonly scopes?: readonly string[]
  /** Seconds from now. @default 300 */
  readonly expiresIn?: number
  readonly tokenId?: string
  /** How long ago it was issued. @default 0 */
  readonly ageSeconds?: number
  readonly claims?: Readonly<Record<string, unknown>>
}

/** How it answers: the set, with a status instead, nothing at all, elsewhere, or something else. */
export type IssuerMood = 'well' | 'failing' | 'hanging' | 'redirecting' | 'endless' | 'odd'

export interface TestIssuer extends AsyncDisposable {
  /** Where the set is. */
  readonly url: string
  /** What `AUTH_ISSUER` and `AUTH_AUDIENCE` are to be. */
  readonly environment: Readonly<Record<string, string>>
  /** How often the set was asked for. */
  readonly asked: number
  setMood(mood: IssuerMood): void
  /** Makes and publishes a key. */
  addKey(keyId: string, algorithm?: PublicAlgorithm): Promise<void>
  /** Publishes it no more; tokens can still be signed with it. */
  withdraw(keyId: string): void
  /** Any entry of a set. */
  publish(key: JWK): void
  sign(keyId: string, claims?: IssuedClaims): Promise<string>
  headers(keyId: string, claims?: IssuedClaims): Promise<{ readonly authorization: string }>
}

const ISSUER = 'https://issuer.example'
const AUDIENCE = 'finpass-graph'

interface Pair {
  readonly algorithm: PublicAlgorithm
  readonly privateKey: CryptoKey
}

export async function openIssuer(): Promise<TestIssuer> {
  const published = new Map<string, JWK>()
  const pairs = new Map<string, Pair>()
  let mood: IssuerMood = 'well'
  let asked = 0
  const server = createServer((request, response) => {
    if (request.url === '/elsewhere') return void response.end(toSet())
    asked += 1
    switch (mood) {
      case 'well':
        return void response.end(toSet())
      case 'failing':
        return void response.writeHead(500).end(toSet())
      case 'hanging':
        return undefined
      case 'redirecting':
        return void response.writeHead(302, { location: '/elsewhere' }).end()
      case 'endless': {
        const more = (): void => {
          for (let hasRoom = true; hasRoom && !response.destroyed; ) hasRoom = response.write(' '.repeat(16_384))
        }
        response.on('drain', more)
        more()
        return undefined
      }
      case 'odd':
        return void response.end('{"keys":"none"}')
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys` // listening on TCP

  function toSet(): string {
    return JSON.stringify({ keys: [...published.values()] })
  }

  async function sign(keyId: string, parts: IssuedClaims = {}): Promise<string> {
    const pair = pairs.get(keyId)
    if (pair === undefined) throw new Error('there is no such key')
    const { tenant = 'demo', scopes = SCOPES, expiresIn = 300, tokenId, claims } = parts
    const now = Date.now() / 1000
    const token = new SignJWT({ tenant, scope: scopes.join(' '), ...claims })
      .setProtectedHeader({ alg: pair.algorithm, kid: keyId })
      .setSubject(parts.subject ?? 'underwriter')
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      // With fractions, as the standard has it: a revocation knows who came after it.
      .setIssuedAt(now - (parts.ageSeconds ?? 0))
      .setExpirationTime(now + expiresIn)
    return (tokenId === undefined ? token : token.setJti(tokenId)).sign(pair.privateKey)
  }

  return {
    url,
    environment: { AUTH: 'jwt', AUTH_JWKS_URL: url, AUTH_ISSUER: ISSUER, AUTH_AUDIENCE: AUDIENCE },
    get asked() {
      return asked
    },
    setMood(next) {
      mood = next
    },
    async addKey(keyId, algorithm = 'ES256') {
      const { publicKey, privateKey } = await generateKeyPair(algorithm)
      pairs.set(keyId, { algorithm, privateKey })
      published.set(keyId, { ...(await exportJWK(publicKey)), kid: keyId, alg: algorithm, use: 'sig' })
    },
    withdraw: (keyId) => void published.delete(keyId),
    publish: (key) => void published.set(String(key.kid), key),
    sign,
    headers: async (keyId, claims) => ({ authorization: `Bearer ${await sign(keyId, claims)}` }),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
