/**
 * S09: Finpass fails in thirty ways, each full of words that must not get out, and callers send what nobody should. What
 * leaves has a code and a request id and none of those words; every line of the log is one JSON object; no prototype is changed.
 */
import { PLAIN_TRAFFIC } from '../../support/plain-traffic.ts'
import { request } from 'node:http'
import type { Bar, Figures, Run } from './harness/bar.ts'
import { post } from './harness/http-load.ts'
import { openRecordedCluster, type RecordedCluster } from './harness/recorded-cluster.ts'
import type { OwnAnswer } from './harness/recorder.ts'
import { findTraces } from './harness/traces.ts'

const SECRETS = {
  word: 'CanaryWordQx81',
  host: 'db-7.canary-internal.example',
  stack: '/srv/canary/app/handler.py',
  password: 'Canary-s3cr3t-Zt5',
  operation: 'CanaryOperationBx',
}
const TEXT = `${SECRETS.word} at ${SECRETS.host}: File "${SECRETS.stack}", line 7, in handler`
const PAGE = `<html><body><h1>${TEXT}</h1><script>alert(1)</script></body></html>`
const STATEMENTS = 'query($id: ID!) { applicant(id: $id) { bankAccounts { holder { name } } } }'
const START = 'mutation($input: ItrJourneyStartInput!) { itrJourneyStart(input: $input) { journey { id } } }'

/** Thirty answers, none of which can be used. */
function toUpstreamFailures(): readonly OwnAnswer[] {
  const wrapped = (code: string) =>
    JSON.stringify({ success: false, error_code: code, message: TEXT, error: TEXT, data: null })
  const statuses = [400, 401, 403, 404, 405, 408, 409, 410, 418, 422, 425, 429, 500, 501, 502, 503, 504]
  return [
    ...statuses.map((status, at) => ({ status, body: at % 2 === 0 ? PAGE : wrapped(TEXT) })),
    { status: 200, body: PAGE },
    { status: 200, body: wrapped('SERVER_ERROR') },
    { status: 200, body: wrapped(SECRETS.word) },
    { status: 200, body: `{"data": {"accounts": ["${TEXT}` },
    { status: 200, body: JSON.stringify(TEXT) },
    { status: 200, body: JSON.stringify([TEXT]) },
    { status: 200, body: JSON.stringify({ success: true, data: { [TEXT]: TEXT } }) },
    {
      status: 200,
      body: `{"__proto__": {"polluted": "${SECRETS.word}"}, "constructor": {"prototype": {"polluted": 1}}}`,
    },
    { status: 302, body: TEXT, headers: { location: `https://${SECRETS.host}/` } },
    { status: 503, body: TEXT, headers: { 'retry-after': SECRETS.word, 'x-trace': TEXT } },
    { status: 200, body: '' },
    'cut',
    { status: 200, body: TEXT, headers: { 'content-encoding': 'gzip' } },
  ]
}

/** Bodies that are no good request; each has a canary in it, most of them as a password. */
function toBadBodies(): readonly string[] {
  const { password, operation } = SECRETS
  const input = { applicantId: 'x', consent: true, username: 'ABCPX0001K', password }
  const json = (body: object): string => JSON.stringify(body)
  return [
    `{"query": "{ viewer { subject } }", "variables": {"password": "${password}"`,
    `password=${password}`,
    `"${password}"`,
    json([{ query: '{ viewer { subject } }' }, password]),
    json({ query: `{ ${password}` }),
    json({ query: '{ viewer { subject } }', variables: password }),
    json({ query: START, variables: { input: { ...input, consent: password } } }),
    json({ query: START, variables: { input: { ...input, [password]: 1 } } }),
    json({ query: START, variables: { input: { ...input, password: [password] } } }),
    json({ query: START, variables: { input: { ...input, password: { value: password } } } }),
    json({ query: START, variables: { input: password } }),
    json({ query: `mutation { itrJourneyStart(input: { password: "${password}" }) { journey { id } } }` }),
    json({ query: `query($a: Int = "${password}") { viewer { subject } }` }),
    json({ query: '{ viewer { subject } }', operationName: `${operation}\r\nSet-Cookie: a=b\u001b[31m` }),
    json({ query: `query ${operation} { viewer { subject } }`, operationName: `${operation}\n{"level":99}` }),
    json({ query: '{ viewer { subject } }', extensions: { reason: `${operation}\r\n\u001b[2J` } }),
    '{"query": "{ __proto__: viewer { __proto__: subject } }"}',
    '{"query": "{ constructor: viewer { toString: subject } }", "__proto__": {"polluted": true}}',
    '{"query": "query($a: JSON) { viewer { subject } }", "variables": {"__proto__": {"polluted": true}}}',
    json({ query: '{ viewer { subject } }', map: { __proto__: ['variables.__proto__.polluted'] } }),
  ]
}

export const bar: Bar = {
  id: 'S09',
  name: 'error leak',
  modes: ['embedded', 'redis'],
  // What GraphQL and Finpass said is passed on.
  undefended: () => [
    {
      file: 'src/server/mask.ts',
      from: 'const message = failure?.message ?? toComplaint(error, phase)',
      to: 'const message = failure?.message ?? `${error.message} ${String(phase.code)}`; void toComplaint',
    },
  ],
  limits: ({ scale }) => ({
    upstreamFailures: { least: 30 },
    badBodies: { least: 20 },
    answers: { least: scale(500, 50) },
    leaks: { exactly: 0 },
    // Every error has a code of the catalogue and the id of its request.
    errors: { least: 45 },
    bareErrors: { exactly: 0 },
    logLines: { least: 1 },
    brokenLogLines: { exactly: 0 },
    logLeaks: { exactly: 0 },
    polluted: { exactly: 0 },
    defects: { exactly: 0 },
  }),
  async run(run) {
    const { mode, mutations } = run
    const environment = {
      REPORT_CACHE_MS: '0',
      CONSENT_READS_PER_DAY: '100000',
      LIMIT_REQUESTS_PER_PRINCIPAL: '100000',
    }
    await using recorded = await openRecordedCluster({ mode, mutations, environment, tuning: PLAIN_TRAFFIC })
    return await provoke(recorded, run)
  },
}

async function provoke({ cluster, recorder, readLog }: RecordedCluster, run: Run): Promise<Figures> {
  const headers = await cluster.headers('clerk')
  const added = await cluster.first.addJourneys({ count: 1, handles: ['aabsa_mock_s09'] })
  const { journeyId = '', applicantId = '' } = added[0] ?? {}
  await cluster.first.append({ journeys: [journeyId], status: 'COMPLETED' })
  const failures = toUpstreamFailures()
  const bodies = toBadBodies()
  const answers: string[] = []
  for (let round = 0; round < run.scale(10, 1); round += 1) {
    for (const failure of failures) {
      recorder.answer = () => failure
      answers.push(
        (await post(cluster.url, headers, JSON.stringify({ query: STATEMENTS, variables: { id: applicantId } }))).text,
      )
    }
    recorder.answer = () => null
    for (const body of bodies) answers.push((await post(cluster.url, headers, body)).text)
    answers.push(await postForm(cluster.url, headers))
  }
  const log = readLog()
  const lines = log.split('\n').filter((line) => line !== '')
  const leaking = answers.filter((text) => isLeaking(text))
  if (leaking.length > 0) run.say(`S09: ${leaking[0]?.slice(0, 300)}`)
  const errors = answers.flatMap(toErrors)
  return {
    upstreamFailures: failures.length,
    badBodies: bodies.length,
    answers: answers.length,
    leaks: leaking.length,
    errors: errors.length,
    bareErrors: errors.filter(
      ({ extensions }) => !/^[A-Z]+(_[A-Z]+)*$/.test(extensions?.code ?? '') || !extensions?.requestId,
    ).length,
    logLines: lines.length,
    brokenLogLines: lines.filter((line) => !isObject(line)).length,
    // The name of an operation may stand there, made printable.
    logLeaks: findTraces(log, { ...SECRETS, operation: '\u001b[' }).length,
    polluted: (await cluster.first.prototypeKeys()).length,
    defects: (await cluster.first.troubles()).length,
  }
}

interface PublicError {
  readonly extensions?: { readonly code?: string; readonly requestId?: string }
}

function toErrors(text: string): readonly PublicError[] {
  try {
    return (JSON.parse(text) as { errors?: readonly PublicError[] }).errors ?? [] // an answer of GraphQL
  } catch {
    return [{}]
  }
}

/** Our own names of operations may be said; whatever else was planted, a stack or a page may not. */
function isLeaking(text: string): boolean {
  const { operation: _, ...planted } = SECRETS
  return findTraces(text, planted).length > 0 || /\bat .*\.(ts|js|py):|node_modules|<html|ECONN|127\.0\.0\.1/.test(text)
}

function isObject(line: string): boolean {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
  } catch {
    return false
  }
}

/** As a browser's form would, with a map that leads to a prototype. */
function postForm(url: string, headers: Readonly<Record<string, string>>): Promise<string> {
  const parts = {
    operations: '{"query":"{ viewer { subject } }"}',
    map: '{"0":["variables.__proto__.polluted"]}',
    0: SECRETS.password,
  }
  const body = Object.entries(parts)
    .map(([name, value]) => `--x\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
    .join('')
  return new Promise((resolve, reject) => {
    const type = { 'content-type': 'multipart/form-data; boundary=x' }
    const asked = request(
      `${url}/graphql`,
      { method: 'POST', agent: false, headers: { ...headers, ...type } },
      (response) => {
        let text = ''
        response.setEncoding('utf8').on('data', (piece: string) => {
          text += piece
        })
        // Refused before GraphQL has a say: then there is no error of GraphQL to look at.
        response.on('end', () => resolve(text.startsWith('{') ? text : JSON.stringify({ text })))
      },
    )
    asked.on('error', reject)
    asked.end(`${body}--x--\r\n`)
  })
}
