/** Who is let in: a token that holds, and nothing else. Why one does not hold is never told. */
import { SignJWT, UnsecuredJWT } from 'jose'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openTestGateway, type TestGateway } from '../support/gateway.ts'
import { expectNothingPersonal } from '../support/personal.ts'
import { TOKEN_ENVIRONMENT, TOKEN_SECRET, tokenHeaders } from '../support/token.ts'

const CLAIMS = {
  tenant: 'demo',
  scope: 'applicants:read',
  sub: 'mallory',
  iss: TOKEN_ENVIRONMENT.AUTH_ISSUER,
  aud: TOKEN_ENVIRONMENT.AUTH_AUDIENCE,
}

/** Signed with the right key by another algorithm. */
async function signedBy(alg: string): Promise<string> {
  const key = new TextEncoder().encode(TOKEN_SECRET)
  return `Bearer ${await new SignJWT(CLAIMS).setProtectedHeader({ alg }).setExpirationTime('5m').sign(key)}`
}

const bearer = async (parts: Parameters<typeof tokenHeaders>[0]): Promise<string> =>
  (await tokenHeaders(parts)).authorization

/** What does not let in, with the code it gets. */
const REFUSED: readonly (readonly [string, () => Promise<string> | string, string])[] = [
  ['no token', () => '', 'AUTH_REQUIRED'],
  ['a word', () => 'Bearer nonsense', 'AUTH_INVALID'],
  ['another scheme', async () => (await bearer({})).replace('Bearer', 'Basic'), 'AUTH_INVALID'],
  ['a token that has expired', () => bearer({ expiresIn: -60 }), 'AUTH_INVALID'],
  ['a token of another secret', () => bearer({ secret: 'another secret of at least 32 characters' }), 'AUTH_INVALID'],
  ['a token of another issuer', () => bearer({ issuer: 'https://elsewhere.example' }), 'AUTH_INVALID'],
  ['a token for another audience', () => bearer({ audience: 'another-api' }), 'AUTH_INVALID'],
  ['a token without a tenant', () => bearer({ tenant: null }), 'AUTH_INVALID'],
  ['a token with an odd tenant', () => bearer({ tenant: 'demo\nother' }), 'AUTH_INVALID'],
  ['a token without a subject', () => bearer({ subject: '' }), 'AUTH_INVALID'],
  [
    'a token without an end',
    async () =>
      `Bearer ${await new SignJWT(CLAIMS).setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode(TOKEN_SECRET))}`,
    'AUTH_INVALID',
  ],
  [
    'a token without a signature',
    () => `Bearer ${new UnsecuredJWT(CLAIMS).setExpirationTime('5m').encode()}`,
    'AUTH_INVALID',
  ],
  ['a token signed by another algorithm', () => signedBy('HS512'), 'AUTH_INVALID'],
  [
    'a token whose claims were changed',
    async () => {
      const [head, , signature] = (await bearer({})).split('.')
      return [
        head,
        Buffer.from(JSON.stringify({ ...CLAIMS, tenant: 'other', exp: 9_999_999_999 })).toString('base64url'),
        signature,
      ].join('.')
    },
    'AUTH_INVALID',
  ],
]

describe('a caller', () => {
  let test: TestGateway
  beforeAll(async () => {
    test = await openTestGateway(TOKEN_ENVIRONMENT)
    await test.seed('salaried-clean', ['ITR'])
  })
  afterAll(() => test[Symbol.asyncDispose]())
  afterEach(() => {
    expect(test.takeCalls()).toEqual([])
    expectNothingPersonal(test)
  })

  it.each(REFUSED)('with %s is refused', async (_name, makeHeader, code) => {
    const authorization = await makeHeader()
    const { status, text, errors } = await test.ask(
      '{ applicants { totalCount } }',
      {},
      authorization === '' ? {} : { authorization },
    )
    expect(status).toBe(401)
    expect(errors).toMatchObject([{ extensions: { code, requestId: expect.any(String), advice: expect.any(String) } }])
    expect(Object.keys(JSON.parse(text))).toEqual(['errors'])
    // A token in a log could be used by whoever reads it.
    if (authorization !== '') expectNothingPersonal(test, [authorization.split(' ')[1] ?? ''])
  })

  it('is refused with the challenge that HTTP asks for', async () => {
    const response = await fetch(`${test.gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    })
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([401, 'Bearer'])
  })

  it('sees on whose behalf it asks', async () => {
    const headers = await tokenHeaders({
      subject: 'asha',
      tenant: 'demo',
      scopes: ['pii:read', 'unheard:of', 'applicants:read'],
    })
    const { data } = await test.ask('{ viewer { subject tenant scopes } }', {}, headers)
    expect(data.viewer).toEqual({ subject: 'asha', tenant: 'demo', scopes: ['applicants:read', 'pii:read'] })
  })
})
