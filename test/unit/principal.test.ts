/** Tokens: what holds becomes a principal, everything else the same refusal. */
import { generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import { encodeGlobalId } from '../../src/domain/ids.ts'
import { hasScope, SCOPES } from '../../src/domain/principal.ts'
import {
  createOpenAuthenticator,
  createTokenAuthenticator,
  type TokenRules,
} from '../../src/server/caller/principal.ts'
import { createSecretKeys } from '../../src/server/caller/token-key.ts'
import { createFakeClock } from '../support/clock.ts'

const SECRET = 'a secret of the tests, at least 32 characters'
const RULES: TokenRules = { keys: createSecretKeys(SECRET), issuer: null, audience: null }
const STRICT: TokenRules = { ...RULES, issuer: 'https://issuer.example', audience: 'finpass-graph' }
const clock = createFakeClock()
const NOW = Math.floor(clock.now() / 1000)
const CLAIMS: JWTPayload = {
  sub: 'underwriter',
  tenant: 'lender-one',
  scope: 'applicants:read pii:read',
  exp: NOW + 60,
}

function sign(claims: JWTPayload, alg = 'HS256', secret = SECRET): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg }).sign(new TextEncoder().encode(secret))
}

async function authenticate(claims: JWTPayload, rules = RULES) {
  return createTokenAuthenticator(rules, clock)(`Bearer ${await sign(claims)}`)
}

describe('a token that holds', () => {
  it('becomes a principal with its tenant, its scopes and its end', async () => {
    const principal = await authenticate(CLAIMS)
    expect(principal).toEqual({
      subject: 'underwriter',
      tenant: 'lender-one',
      scopes: new Set(['applicants:read', 'pii:read']),
      expiresAt: (NOW + 60) * 1000,
      applicant: null,
      tokenId: null,
      keyId: null,
      issuedAt: null,
      purposes: null,
    })
    expect(SCOPES.filter((scope) => hasScope(principal, scope))).toEqual(['applicants:read', 'pii:read'])
  })

  it.each([
    ['none', {}, []],
    ['an empty one', { scope: '' }, []],
    ['a list instead of words', { scope: ['pii:read'] }, []],
    ['unknown words', { scope: 'admin pii:read PII:READ pii:*' }, ['pii:read']],
    ['all of them', { scope: SCOPES.join(' ') }, [...SCOPES]],
  ])('with the scope %s grants what it names and nothing more', async (_what, parts, granted) => {
    const { scope: _scope, ...bare } = CLAIMS
    expect([...(await authenticate({ ...bare, ...parts })).scopes]).toEqual(granted)
  })

  it('carries its name, its key, its beginning, its applicant and its purposes', async () => {
    const applicant = encodeGlobalId('Applicant', 'x1')
    const claims = { ...CLAIMS, jti: 'token-1', iat: NOW - 5.5, applicant, purpose: 'LOAN_MONITORING' }
    const token = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256', kid: 'key-1' })
      .sign(new TextEncoder().encode(SECRET))
    expect(await createTokenAuthenticator(RULES, clock)(`Bearer ${token}`)).toMatchObject({
      applicant: 'x1',
      tokenId: 'token-1',
      keyId: 'key-1',
      issuedAt: (NOW - 5.5) * 1000,
      purposes: ['LOAN_MONITORING'],
    })
  })

  it('may be 30 seconds early, by the clock of the gateway, and never late', async () => {
    await expect(authenticate({ ...CLAIMS, exp: NOW + 1 })).resolves.toBeDefined()
    await expect(authenticate({ ...CLAIMS, exp: NOW })).rejects.toMatchObject({ code: 'AUTH_INVALID' })
    await expect(authenticate({ ...CLAIMS, nbf: NOW + 30 })).resolves.toBeDefined()
    await expect(authenticate({ ...CLAIMS, nbf: NOW + 31 })).rejects.toMatchObject({ code: 'AUTH_INVALID' })
    await expect(authenticate({ ...CLAIMS, iat: NOW + 30 })).resolves.toBeDefined()
    await expect(authenticate({ ...CLAIMS, iat: NOW + 31 })).rejects.toMatchObject({ code: 'AUTH_INVALID' })
  })

  it('takes the word Bearer in any case', async () => {
    const token = await sign(CLAIMS)
    await expect(createTokenAuthenticator(RULES, clock)(`bearer ${token}`)).resolves.toBeDefined()
  })

  it('needs the configured issuer and audience, once there are any', async () => {
    const good = { ...CLAIMS, iss: 'https://issuer.example', aud: ['other', 'finpass-graph'] }
    await expect(authenticate(good, STRICT)).resolves.toBeDefined()
    const { iss, aud, ...bare } = good
    for (const parts of [{ iss }, { aud }, { iss: 'https://evil.example', aud }, { iss, aud: 'other' }]) {
      await expect(authenticate({ ...bare, ...parts }, STRICT)).rejects.toMatchObject({ code: 'AUTH_INVALID' })
    }
  })
})

describe('what does not hold', () => {
  it.each([[null], ['']])('is a missing token when the header is %j', async (header) => {
    await expect(createTokenAuthenticator(RULES, clock)(header)).rejects.toMatchObject({ code: 'AUTH_REQUIRED' })
  })

  it.each<[string, Record<string, unknown>]>([
    ['no subject', { sub: undefined }],
    ['an empty subject', { sub: '' }],
    ['no tenant', { tenant: undefined }],
    ['an empty tenant', { tenant: '' }],
    ['a tenant with a separator', { tenant: 'lender.one' }],
    ['a tenant with a line break', { tenant: 'lender\n' }],
    ['a long tenant', { tenant: 'x'.repeat(65) }],
    ['a tenant that is no text', { tenant: 7 }],
    ['no end', { exp: undefined }],
    ['an applicant that is no id', { applicant: 'x1' }],
    ['an applicant that is the id of a journey', { applicant: encodeGlobalId('Journey', 'x1') }],
    ['an empty applicant', { applicant: '' }],
    ['an applicant that is null', { applicant: null }],
    ['a name that is no text', { jti: 7 }],
    ['a name with a line break', { jti: 'a\nb' }],
    ['a beginning that is no number', { iat: 'yesterday' }],
    ['an unknown purpose', { purpose: 'LOAN_MONITORING MARKETING' }],
    ['a purpose that is a list', { purpose: ['LOAN_MONITORING'] }],
  ])('is a token with %s', async (_what, parts) => {
    const claims = Object.fromEntries(
      Object.entries({ ...CLAIMS, ...parts }).filter(([, value]) => value !== undefined),
    )
    await expect(authenticate(claims)).rejects.toMatchObject({ code: 'AUTH_INVALID' })
  })

  it('is a token of another key, algorithm or none', async () => {
    const { privateKey } = await generateKeyPair('RS256')
    const tokens = [
      await sign(CLAIMS, 'HS256', 'another secret of at least 32 characters'),
      await sign(CLAIMS, 'HS512', SECRET.repeat(2)),
      await new SignJWT(CLAIMS).setProtectedHeader({ alg: 'HS384' }).sign(new TextEncoder().encode(SECRET.repeat(2))),
      await new SignJWT(CLAIMS).setProtectedHeader({ alg: 'RS256' }).sign(privateKey),
      new UnsecuredJWT(CLAIMS).encode(),
    ]
    for (const secret of [SECRET, SECRET.repeat(2)]) {
      const ask = createTokenAuthenticator({ ...RULES, keys: createSecretKeys(secret) }, clock)
      for (const token of tokens) await expect(ask(`Bearer ${token}`)).rejects.toMatchObject({ code: 'AUTH_INVALID' })
    }
  })

  it('is anything that was altered, cut or put elsewhere', async () => {
    const token = await sign(CLAIMS)
    const [head, body, tail] = token.split('.')
    const richer = Buffer.from(JSON.stringify({ ...CLAIMS, scope: SCOPES.join(' ') })).toString('base64url')
    const headers = [
      `Bearer ${head}.${richer}.${tail}`,
      `Bearer ${head}.${body}.`,
      `Bearer ${head}.${body}`,
      `Bearer ${token} `,
      `Bearer  ${token}`,
      `Bearer ${token}, Bearer ${token}`,
      `Basic ${token}`,
      token,
      'Bearer',
      'Bearer ..',
      `Bearer ${'x'.repeat(100_000)}`,
    ]
    const ask = createTokenAuthenticator(RULES, clock)
    for (const header of headers) await expect(ask(header)).rejects.toMatchObject({ code: 'AUTH_INVALID' })
  })

  it('says nothing of why', async () => {
    const thrown: unknown = await authenticate({ ...CLAIMS, exp: NOW - 100 }).catch((error: unknown) => error)
    expect(thrown).toMatchObject({ message: 'The token is not valid.' })
    expect(thrown).not.toHaveProperty('cause')
  })
})

describe('the open door of the sandbox', () => {
  it('lets everybody in as one developer with every scope', async () => {
    const ask = createOpenAuthenticator()
    for (const header of [null, 'Bearer nonsense']) {
      expect(await ask(header)).toMatchObject({ tenant: 'demo', scopes: new Set(SCOPES), expiresAt: null })
    }
  })
})
