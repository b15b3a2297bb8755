/** The environment: sensible when empty, refused as a whole when half configured, and silent about its secrets. */
import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { type Config, parseConfig } from '../../src/config/config.ts'

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

/** The address with a login in it. */
function loginIn(address: string): string {
  return address.replace('//', '//user:word@')
}

function without(environment: Environment, name: string): Environment {
  return Object.fromEntries(Object.entries(environment).filter(([key]) => key !== name))
}

describe('an empty environment', () => {
  it('is the sandbox for one developer', () => {
    expect(read({})).toMatchObject({
      host: '127.0.0.1',
      port: 4000,
      publicUrl: null,
      isProduction: false,
      dataDir: '.data',
      upstream: { kind: 'sandbox' },
      itrMethod: 'auto',
      sealingKeys: [],
      authentication: { kind: 'off' },
      allowedOrigins: [],
      redirects: new Map(),
      pollIntervalMs: 5000,
      reportCacheMs: 60_000,
      reportCacheBytes: null,
      logLevel: 'info',
    })
  })

  it('is the same as one in which every variable is empty', () => {
    const names = [
      ...Object.keys(FINPASS),
      'HOST',
      'PORT',
      'AUTH',
      'REDIRECTS',
      'ALLOWED_ORIGINS',
      'LOG_LEVEL',
      'DATA_DIR',
    ]
    expect(read(Object.fromEntries(names.map((name) => [name, ''])))).toEqual(read({}))
  })

  it('takes no notice of variables that are not ours', () => {
    expect(read({ HOME: '/root', PATH: '/bin', FOO: 'bar' })).toEqual(read({}))
  })
})

describe('a full environment', () => {
  it('is read into its types', () => {
    const config = read({
      ...FINPASS,
      HOST: '0.0.0.0',
      PORT: '8080',
      FINPASS_BASE_URL: 'https://uat.finpass.example/',
      PUBLIC_URL: 'https://graph.example.com/base//',
      FINPASS_ITR_METHOD: 'POST',
      DATA_DIR: '/var/lib/graph',
      AUTH: 'jwt',
      AUTH_ISSUER: 'issuer',
      AUTH_AUDIENCE: 'audience',
      ALLOWED_ORIGINS: 'https://app.example.com, http://localhost:3000',
      REDIRECTS: 'app=https://app.example.com/done,branch=http://127.0.0.1:5000/',
      POLL_INTERVAL_MS: '100',
      REPORT_CACHE_MS: '0',
      REPORT_CACHE_BYTES: '32000000',
      LOG_LEVEL: 'silent',
      NODE_ENV: 'production',
    })
    expect(config).toMatchObject({
      host: '0.0.0.0',
      port: 8080,
      publicUrl: 'https://graph.example.com/base',
      isProduction: true,
      dataDir: '/var/lib/graph',
      upstream: {
        kind: 'finpass',
        baseUrl: 'https://uat.finpass.example',
        apiKey: 'key-of-the-lender',
        apiSecret: 'secret-of-the-lender',
      },
      itrMethod: 'POST',
      authentication: { kind: 'jwt', secret: 'x'.repeat(32), issuer: 'issuer', audience: 'audience' },
      allowedOrigins: ['https://app.example.com', 'http://localhost:3000'],
      pollIntervalMs: 100,
      reportCacheMs: 0,
      reportCacheBytes: 32_000_000,
      logLevel: 'silent',
    })
    expect([...config.redirects]).toEqual([
      ['app', 'https://app.example.com/done'],
      ['branch', 'http://127.0.0.1:5000/'],
    ])
  })

  it('goes to Finpass itself unless it names another address', () => {
    expect(read(FINPASS).upstream).toMatchObject({ kind: 'finpass', baseUrl: 'https://api.finpass.ai' })
  })

  it('is in production by that word only', () => {
    expect(
      [read({ NODE_ENV: 'development' }), read({ NODE_ENV: 'prod' })].map(({ isProduction }) => isProduction),
    ).toEqual([false, false])
  })
})

describe('documents', () => {
  it('must be trusted in production, unless it is said otherwise', () => {
    expect(read({}).documents).toBe('any')
    expect(read({ NODE_ENV: 'production', AUTH: 'off' }).documents).toBe('trusted')
    expect(read({ NODE_ENV: 'production', AUTH: 'off', DOCUMENTS: 'any' }).documents).toBe('any')
    expect(read({ DOCUMENTS: 'trusted' }).documents).toBe('trusted')
  })

  it('may come from files besides', () => {
    expect(read({}).documentsFiles).toEqual([])
    expect(read({ DOCUMENTS_FILES: '/etc/graph/a.json, b.json,' }).documentsFiles).toEqual([
      '/etc/graph/a.json',
      'b.json',
    ])
  })
})

describe('a half configured environment', () => {
  it.each(['FINPASS_API_KEY', 'FINPASS_API_SECRET', 'AUTH_JWT_SECRET', 'PUBLIC_URL', 'SEALING_KEYS'])(
    'is refused without %s',
    (name) => {
      expect(problemsOf(FINPASS)).toEqual([])
      expect(blamed(without(FINPASS, name))).toEqual([name])
      expect(blamed({ ...FINPASS, [name]: '' })).toEqual([name])
    },
  )

  it('is refused when AUTH is off with Finpass credentials', () => {
    expect(problemsOf({ ...FINPASS, AUTH: 'off' })).toEqual(['AUTH must not be off with Finpass credentials'])
    expect(read({ AUTH: 'off' }).authentication).toEqual({ kind: 'off' })
  })

  it('is refused when AUTH is jwt without a secret, in the sandbox too', () => {
    expect(blamed({ AUTH: 'jwt' })).toEqual(['AUTH_JWT_SECRET'])
    expect(read({ AUTH: 'jwt', AUTH_JWT_SECRET: 'x'.repeat(32) }).authentication.kind).toBe('jwt')
    expect(read({ AUTH_JWT_SECRET: 'x'.repeat(32) }).authentication.kind).toBe('jwt')
  })

  it('reads the key set of an issuer instead of a secret', () => {
    const issuer = { AUTH_JWKS_URL: 'https://issuer.example/keys', AUTH_ISSUER: 'issuer', AUTH_AUDIENCE: 'audience' }
    const expected = { kind: 'jwks', url: 'https://issuer.example/keys', issuer: 'issuer', audience: 'audience' }
    expect(read(issuer).authentication).toEqual(expected)
    expect(read({ ...without(FINPASS, 'AUTH_JWT_SECRET'), ...issuer }).authentication).toEqual(expected)
    expect(read({ ...issuer, AUTH_JWKS_URL: 'http://127.0.0.1:9/keys' }).authentication.kind).toBe('jwks')
    for (const url of [
      'http://issuer.example/keys',
      'ftp://issuer.example',
      loginIn('https://issuer.example'),
      'keys',
    ]) {
      expect(blamed({ ...issuer, AUTH_JWKS_URL: url }), url).toEqual(['AUTH_JWKS_URL'])
    }
  })

  it('is refused with both, and with a key set whose tokens could be meant for anybody', () => {
    const issuer = { AUTH_JWKS_URL: 'https://issuer.example/keys', AUTH_ISSUER: 'issuer', AUTH_AUDIENCE: 'audience' }
    expect(blamed({ ...FINPASS, ...issuer })).toEqual(['AUTH_JWKS_URL'])
    expect(blamed(without(issuer, 'AUTH_ISSUER'))).toEqual(['AUTH_ISSUER'])
    expect(blamed(without(issuer, 'AUTH_AUDIENCE'))).toEqual(['AUTH_AUDIENCE'])
  })

  it('is refused in production on the sandbox without keys, unless AUTH=off was said', () => {
    const production = { NODE_ENV: 'production' }
    expect(blamed(production)).toEqual(['AUTH'])
    expect(problemsOf(production)[0]).toContain('everybody would be let in')
    expect(read({ ...production, AUTH: 'off' }).authentication).toEqual({ kind: 'off' })
    expect(read({ ...production, AUTH_JWT_SECRET: 'x'.repeat(32) }).authentication.kind).toBe('jwt')
  })

  it('is refused when a Finpass address has no credentials', () => {
    expect(blamed({ FINPASS_BASE_URL: 'https://uat.finpass.example' })).toEqual(['FINPASS_BASE_URL'])
  })

  it('is told every problem at once, of all kinds', () => {
    const problems = blamed({
      PORT: '99999',
      POLL_INTERVAL_MS: 'soon',
      LOG_LEVEL: 'loud',
      PUBLIC_URL: 'ftp://graph.example.com',
      FINPASS_API_KEY: 'key',
      AUTH: 'off',
      AUTH_JWT_SECRET: 'short',
    })
    expect(problems.toSorted()).toEqual([
      'AUTH_JWT_SECRET',
      'FINPASS_API_SECRET',
      'LOG_LEVEL',
      'POLL_INTERVAL_MS',
      'PORT',
      'PUBLIC_URL',
    ])
  })

  it('is told the problems of its lists together with those of single values and of contradictions', () => {
    const lists = {
      SEALING_KEYS: 'no key',
      REDIRECTS: 'nowhere',
      ALLOWED_ORIGINS: 'everywhere',
      FINPASS_API_KEY: 'key',
    }
    const fromLists = ['ALLOWED_ORIGINS', 'FINPASS_API_SECRET', 'REDIRECTS', 'SEALING_KEYS']
    expect(blamed(lists).toSorted()).toEqual(fromLists)
    expect(blamed({ ...lists, PORT: 'x' }).toSorted()).toEqual([...fromLists, 'PORT'].toSorted())
  })
})

describe('numbers and words', () => {
  it.each([
    ['PORT', ['0', '65535'], ['-1', '65536', '4000.5', '4e3', ' 4000', 'http', '0x10', '10000000000']],
    ['POLL_INTERVAL_MS', ['100', '3600000'], ['99', '3600001', '5s']],
    ['REPORT_CACHE_MS', ['0', '60000'], ['-1', '60001', 'off']],
    ['REPORT_CACHE_BYTES', ['1000000', '999999999'], ['0', '999999', '1000000000', '32MiB']],
    ['FINPASS_ITR_METHOD', ['auto', 'GET', 'POST'], ['get', 'PUT']],
    ['DOCUMENTS', ['trusted', 'any'], ['all', 'TRUSTED', 'off']],
    ['LOG_LEVEL', ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], ['INFO', 'verbose']],
    ['AUTH', ['off'], ['none', 'OFF', 'true']],
    ['AUTH_JWT_SECRET', ['x'.repeat(32)], ['x'.repeat(31)]],
  ])('of %s are held to what makes sense', (name, good, bad) => {
    for (const value of good) expect(problemsOf({ [name]: value }), value).toEqual([])
    for (const value of bad) expect(blamed({ [name]: value }), value).toEqual([name])
  })
})

describe('the address of the metrics', () => {
  const addressOf = (environment: Environment): Config['metrics'] => read(environment).metrics

  it('is 9464 on loopback, and may be another one outside of production unless it was asked for', () => {
    expect(addressOf({})).toEqual({ host: '127.0.0.1', port: 9464, isFixed: false })
    expect(addressOf({ ...FINPASS, NODE_ENV: 'production' })).toEqual({ host: '127.0.0.1', port: 9464, isFixed: true })
    expect(addressOf({ METRICS_PORT: '9000', METRICS_HOST: '0.0.0.0' })).toEqual({
      host: '0.0.0.0',
      port: 9000,
      isFixed: true,
    })
  })

  it('is any free port where the other one is, and none when it is off', () => {
    expect(addressOf({ PORT: '0' }).port).toBe(0)
    expect(addressOf({ METRICS_PORT: 'off' }).port).toBeNull()
  })

  it.each(['x', '-1', '65536', '9464.5', 'none'])('is refused as %s', (port) => {
    expect(blamed({ METRICS_PORT: port })).toEqual(['METRICS_PORT'])
  })

  it('is refused on the port of callers', () => {
    expect(blamed({ PORT: '9464', METRICS_PORT: '9464' })).toEqual(['METRICS_PORT'])
  })
})

describe('traces', () => {
  const tracingOf = (environment: Environment): Config['tracing'] => read(environment).tracing

  it('go nowhere unless they have a place', () => {
    expect(
      tracingOf({ OTEL_SERVICE_NAME: 'graph', OTEL_TRACES_SAMPLER_ARG: '0.5', TRUST_TRACEPARENT: 'on' }),
    ).toBeNull()
  })

  it('go to the path of OTLP below the common address, or to an address of their own', () => {
    const common = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318/' }
    expect(tracingOf(common)).toEqual({
      url: 'http://collector:4318/v1/traces',
      serviceName: 'finpass-graph',
      ratio: 1,
      trustsCallers: false,
    })
    const own = { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://traces.example.com/in' }
    expect(tracingOf({ ...common, ...own, OTEL_SERVICE_NAME: 'graph', TRUST_TRACEPARENT: 'on' })).toMatchObject({
      url: 'https://traces.example.com/in',
      serviceName: 'graph',
      trustsCallers: true,
    })
  })

  it.each([
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector:4318'],
    ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'file:///tmp/x'],
    ['OTEL_TRACES_SAMPLER_ARG', '1.5'],
    ['OTEL_TRACES_SAMPLER_ARG', 'often'],
    ['TRUST_TRACEPARENT', 'yes'],
  ])('are refused with %s=%s', (name, value) => {
    expect(blamed({ [name]: value })).toEqual([name])
  })
})
