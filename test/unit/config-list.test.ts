/** Addresses and lists in the environment: only what is safe is taken, and no secret is told when something is not. */
import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { type Config, parseConfig } from '../../src/config/config.ts'

// Apart from its address, since no file of ours may hold an address with a login in it.
const LOGIN = 'user:word'

type Environment = Readonly<Record<string, string>>

const SEALING_KEY = randomBytes(32).toString('base64')
const FINPASS: Environment = {
  FINPASS_API_KEY: 'key-of-the-lender',
  FINPASS_API_SECRET: 'secret-of-the-lender',
  AUTH_JWT_SECRET: 'x'.repeat(32),
  PUBLIC_URL: 'https://graph.example.com',
  SEALING_KEYS: `first:${SEALING_KEY}`,
}

function read(environment: Environment): Config {
  const result = parseConfig(environment)
  if ('problems' in result) throw new Error(result.problems.join('; '))
  return result.config
}

function problemsOf(environment: Environment): readonly string[] {
  const result = parseConfig(environment)
  return 'problems' in result ? result.problems : []
}

/** Names of the variables that are complained of. */
function blamed(environment: Environment): readonly string[] {
  return problemsOf(environment).map((problem) => problem.split(' ')[0] ?? '')
}

describe('addresses', () => {
  it.each([
    'http://localhost:9',
    'http://127.0.0.1',
    'http://127.9.9.9:80/x',
    'http://[::1]:4000',
    'https://10.0.0.1',
    'HTTPS://graph.example.com',
  ])('may be %s', (url) => {
    expect(problemsOf({ ...FINPASS, PUBLIC_URL: url, FINPASS_BASE_URL: url })).toEqual([])
  })

  it.each([
    'http://graph.example.com',
    'http://10.0.0.1',
    'http://127.0.0.1.example.com',
    'http://localhost.example.com',
    'http://[::2]',
    'ftp://localhost',
    'javascript:alert(1)',
    `https://${LOGIN}@graph.example.com`,
    'https://user@graph.example.com',
    'graph.example.com',
    '//graph.example.com',
    '/',
  ])('must not be %s', (url) => {
    expect(blamed({ ...FINPASS, PUBLIC_URL: url, FINPASS_BASE_URL: url }).toSorted()).toEqual([
      'FINPASS_BASE_URL',
      'PUBLIC_URL',
    ])
    expect(blamed({ REDIRECTS: `app=${url}` })).toEqual(['REDIRECTS'])
  })
})

describe('REDIRECTS', () => {
  it('keeps the order, since the first is the default, and everything behind the first equals sign', () => {
    const { redirects } = read({ REDIRECTS: ' z=https://a.example/?x=1&y=2 , a-B_9=https://b.example/ ,' })
    expect([...redirects]).toEqual([
      ['z', 'https://a.example/?x=1&y=2'],
      ['a-B_9', 'https://b.example/'],
    ])
  })

  it.each([
    'https://a.example',
    '=https://a.example',
    'a b=https://a.example',
    'a=',
    'a=b',
    `${'n'.repeat(51)}=https://a.example`,
  ])('must not have %j', (entry) => {
    expect(blamed({ REDIRECTS: entry })).toEqual(['REDIRECTS'])
  })

  it('must not have a name twice', () => {
    expect(blamed({ REDIRECTS: 'a=https://a.example,a=https://b.example' })).toEqual(['REDIRECTS'])
  })
})

describe('ALLOWED_ORIGINS', () => {
  it.each([
    '*',
    'null',
    'https://app.example.com/',
    'https://app.example.com/x',
    'app.example.com',
    'https://*.example.com:x',
    'HTTPS://app.example.com',
    'https://app.example.com:443',
  ])('must not have %j, which no browser sends or which would let everybody in', (entry) => {
    expect(blamed({ ALLOWED_ORIGINS: `https://good.example,${entry}` })).toEqual(['ALLOWED_ORIGINS'])
  })
})

describe('ALLOWED_LINK_ORIGINS', () => {
  it('is left open when absent, and read exactly when given', () => {
    expect(read({}).allowedLinkOrigins).toBeNull()
    const given = 'https://consent.example.com, http://127.0.0.1:4010'
    expect(read({ ALLOWED_LINK_ORIGINS: given }).allowedLinkOrigins).toEqual(given.split(', '))
  })

  it.each(['*', 'http://consent.example.com', 'https://consent.example.com/', 'https://a@x.example', 'x.example'])(
    'must not have %j',
    (entry) => {
      expect(blamed({ ALLOWED_LINK_ORIGINS: `https://good.example,${entry}` })).toEqual(['ALLOWED_LINK_ORIGINS'])
    },
  )
})

describe('SEALING_KEYS', () => {
  it('are read in order, the first being the one that seals', () => {
    const other = randomBytes(32)
    const { sealingKeys } = read({ SEALING_KEYS: `new:${other.toString('base64')}, old:${SEALING_KEY}` })
    expect(sealingKeys.map(({ name, key }) => [name, Buffer.from(key).toString('base64')])).toEqual([
      ['new', other.toString('base64')],
      ['old', SEALING_KEY],
    ])
  })

  it.each([
    ['a key without a name', SEALING_KEY],
    ['an empty name', `:${SEALING_KEY}`],
    ['a name with a space', `a b:${SEALING_KEY}`],
    ['a short key', `a:${randomBytes(31).toString('base64')}`],
    ['a long key', `a:${randomBytes(33).toString('base64')}`],
    ['no key', 'a:'],
    ['half a key', `a:${SEALING_KEY.slice(0, 20)}`],
    ['a key in hex', `a:${randomBytes(32).toString('hex')}`],
    ['a key with more behind it', `a:${SEALING_KEY}:${SEALING_KEY}`],
    ['a name twice', `a:${randomBytes(32).toString('base64')},a:${randomBytes(32).toString('base64')}`],
  ])('must not have %s, and no key is told', (_what, text) => {
    const problems = problemsOf({ SEALING_KEYS: text })
    expect(problems.map((problem) => problem.split(' ')[0])).toEqual(['SEALING_KEYS'])
    for (const part of text.split(/[:,]/).filter(({ length }) => length > 8)) {
      expect(problems.join(' ')).not.toContain(part.slice(0, 8))
    }
  })

  it('are named by their place when one is wrong', () => {
    const [problem] = problemsOf({ SEALING_KEYS: `good:${SEALING_KEY},bad` })
    expect(problem).toContain('entry 2')
  })
})

describe('a problem', () => {
  it('never has a secret in it', () => {
    const secrets = {
      FINPASS_API_KEY: 'kkkkkkkkkk',
      AUTH_JWT_SECRET: 'ssssssssss',
      SEALING_KEYS: `a:${'y'.repeat(20)}`,
    }
    const said = problemsOf({ ...secrets, PORT: 'x', REDIRECTS: 'nowhere' }).join('\n')
    expect(said).toContain('AUTH_JWT_SECRET')
    expect(said).not.toMatch(/kkkk|ssss|yyyy/)
  })
})
