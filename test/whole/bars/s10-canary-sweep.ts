/**
 * S10: a lender registers, starts, reads, fails and erases with canaries of ten kinds in everything that may hold one, at the most
 * talkative log level. Afterwards none is found where it has no business: log, standard error, files, Redis and what was sent to
 * it, command line, addresses asked of Finpass, metrics, traces as a collector gets them, answers to others, and answers to who
 * may see nothing whole.
 */
import { readFileSync } from 'node:fs'
import { createConnection } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { SCOPES } from '../../../src/domain/principal.ts'
import { type Collector, openCollector } from '../../support/collector.ts'
import { tokenHeaders } from '../../support/token.ts'
import type { Bar, Figures, Run } from './harness/bar.ts'
import type { Cluster } from './harness/cluster.ts'
import { post } from './harness/http-load.ts'
import { type Headers, registerApplicant, toItrStart, toLiteralStart } from './harness/itr-start.ts'
import { openRecordedCluster, type RecordedCluster } from './harness/recorded-cluster.ts'
import { findTraces } from './harness/traces.ts'

const TENANT = 'lender-s10'
/** What nobody may find anywhere; made of plain signs, so that every form of them is one text. */
const HIDDEN = {
  password: 'CanaryPass9kQx7w',
  apiKey: 'CanaryApiKeyT4m2',
  apiSecret: 'CanaryApiSecretW8z',
  handle: 'aabsa_mock_CanaryHandle5p',
  idempotencyKey: 'CanaryIdemKeyB6v',
  name: 'Zubeidacanary Quresh',
}
/** What may be found masked, and by its owner with the scope for it; the Aadhaar by nobody. */
const PERSONAL = {
  pan: 'CNRPY4821K',
  username: 'CNRPW7364M',
  mobile: '9384756120',
  email: 'canary.mailbox@example.com',
  account: '50100384756129',
  aadhaar: '999941057058',
}
const EVERYTHING = { ...HIDDEN, ...PERSONAL }

const READ = `query($id: ID!) { applicant(id: $id) { name pan mobile journeys { id step consentUrl failure { code } }
  bankAccounts { id maskedNumber holder { name pan mobile email landline } transactions { nodes { narration } } } } }`
const AGGREGATOR = `mutation($input: AccountAggregatorJourneyStartInput!) {
  accountAggregatorJourneyStart(input: $input) { journey { id } userErrors { code } } }`
const ERASE = `mutation($id: ID!) { applicantErase(input: { applicantId: $id, reason: "asked for" }) { receipt { id } } }`

export const bar: Bar = {
  id: 'S10',
  name: 'canary sweep',
  modes: ['embedded', 'redis'],
  undefended: () => [
    {
      file: 'src/store/sealed-record.ts',
      from: 'export function toKeyHash(key: string): string {',
      to: 'export function toKeyHash(key: string): string {\n  if (key !== "") return key',
    },
  ],
  limits: ({ mode }) => ({
    kinds: { least: 10 },
    // So that the canaries were there to be found: what their owner sees of them, and what Finpass is sent.
    seenByOwner: { least: 4 },
    sentToFinpass: { least: 5 },
    swept: { least: mode === 'redis' ? 8 : 7 },
    series: { least: 50 },
    spans: { least: 10 },
    inLog: { exactly: 0 },
    inStderr: { exactly: 0 },
    inFiles: { exactly: 0 },
    inRedis: { exactly: 0 },
    inRedisTraffic: { exactly: 0 },
    inCommandLine: { exactly: 0 },
    inAddresses: { exactly: 0 },
    inMetrics: { exactly: 0 },
    inTraces: { exactly: 0 },
    inAnswersToOthers: { exactly: 0 },
    inAnswersWithoutScope: { exactly: 0 },
  }),
  async run(run) {
    const { mode, mutations } = run
    const { apiKey, apiSecret } = HIDDEN
    await using collector = await openCollector()
    const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url }
    await using recorded = await openRecordedCluster({ mode, mutations, environment, sandbox: { apiKey, apiSecret } })
    return await sweep(recorded, collector, run)
  },
}

async function sweep(
  { cluster, recorder, ...kept }: RecordedCluster,
  collector: Collector,
  run: Run,
): Promise<Figures> {
  const traffic = await watchRedis(cluster)
  const owner = await cluster.headers('owner', TENANT)
  const blind = await tokenHeaders({ tenant: TENANT, scopes: SCOPES.filter((scope) => scope !== 'pii:read') })
  const stranger = await cluster.headers('stranger', 'another-lender')
  const secrets = { ...EVERYTHING, token: owner.authorization.split('.').at(-1) ?? '' }
  recorder.answer = ({ url }) =>
    url.includes('statement-result') ? { status: 200, body: JSON.stringify({ data: toStatement() }) } : null

  const { pan, mobile, username, email } = PERSONAL
  const { name, password, idempotencyKey, handle } = HIDDEN
  const own: string[] = []
  const ask = async (headers: Headers, query: string, variables: object): Promise<string> =>
    (await post(cluster.url, headers, JSON.stringify({ query, variables }))).text
  const id = await registerApplicant(cluster.url, owner, { reference: 'S10', name, pan, mobile })
  own.push((await post(cluster.url, owner, toItrStart(id, { username, password }, idempotencyKey))).text)
  own.push(
    (await post(cluster.url, owner, toItrStart(id, { username, password: `${password}2` }, idempotencyKey))).text,
  )
  own.push((await post(cluster.url, owner, toLiteralStart(id, { username, password }))).text)
  own.push(await ask(owner, AGGREGATOR, { input: { applicantId: id, mobile, pan, email } }))
  const link = `mutation($input: JourneyLinkInput!) { journeyLink(input: $input) { journey { id } userErrors { code } } }`
  own.push(await ask(owner, link, { input: { applicantId: id, kind: 'AA_BSA', finpassId: `${handle}x` } }))
  const [added] = await cluster.first.addJourneys({ count: 1, tenant: TENANT, handles: [handle] })
  if (added === undefined) throw new Error('no journey was added')
  await cluster.first.append({ journeys: [added.journeyId], status: 'COMPLETED' })
  const whole: string[] = []
  const masked: string[] = []
  const foreign: string[] = []
  for (const applicant of [id, added.applicantId]) {
    whole.push(await ask(owner, READ, { id: applicant }))
    masked.push(await ask(blind, READ, { id: applicant }))
    foreign.push(await ask(stranger, READ, { id: applicant }))
  }
  // A name that is somebody's number.
  await ask(owner, READ.replace('query', `query ${pan}`), { id })
  // Spans are sent once a second.
  await wait(1_500)
  const metrics = await (await fetch(cluster.first.process().facts.metricsUrl)).text()

  const findings = (text: string | Buffer, sought: Readonly<Record<string, string>>): number => {
    const traces = findTraces(text, sought)
    if (traces.length > 0) run.say(`S10: ${traces.slice(0, 5).join(', ')}`)
    return traces.length
  }
  // The name is the caller's to see; it is no identifier. The handle is how Finpass is asked.
  const { name: _name, ...identifiers } = secrets
  const { handle: _handle, ...notAddressed } = secrets
  const { first, redis } = cluster
  const figures = {
    kinds: Object.keys(secrets).length,
    seenByOwner: Object.values(EVERYTHING).filter((canary) => whole.join('\n').includes(canary)).length,
    sentToFinpass: Object.values(EVERYTHING).filter((canary) =>
      recorder.calls.some(({ body, headers }) => `${body}${headers}`.includes(canary)),
    ).length,
    swept: 7 + (redis === null ? 0 : 1),
    series: metrics.split('\n').filter((line) => line.startsWith('finpass_graph')).length,
    spans: collector.spans.length,
    inLog: findings(kept.readLog(), secrets),
    inStderr: findings(first.process().stderr(), secrets),
    inFiles: kept.readFiles().reduce((sum, bytes) => sum + findings(bytes, secrets), 0),
    inRedis: findings(await kept.readRedis(), secrets),
    inRedisTraffic: findings(traffic(), secrets),
    inCommandLine: findings(readFileSync(`/proc/${first.process().pid}/cmdline`), secrets),
    inAddresses: findings(recorder.calls.map(({ url }) => url).join('\n'), notAddressed),
    inMetrics: findings(metrics, secrets),
    inTraces: findings(collector.bodies.join('\n'), secrets),
    inAnswersToOthers: findings(foreign.join('\n'), secrets),
    inAnswersWithoutScope: findings([...masked, ...own].join('\n'), identifiers),
  }
  await ask(owner, ERASE, { id })
  return figures
}

/** A statement with everything in it that a bank knows of a person. */
function toStatement(): object {
  const { account, mobile, email, aadhaar } = PERSONAL
  const info = { account_holder_name: HIDDEN.name, account_number: account, phone: mobile, email }
  const line = {
    txn_date: '01-07-2026',
    description: `AADHAAR ${aadhaar}`,
    debit: '10.00',
    txn_type: 'Dr.',
    balance: '1.00',
  }
  const statement = { account_info: info, transactions: [line] }
  const accounts = [{ account_index: 0, account_number: account, holder_name: HIDDEN.name, statement }]
  return { client_id: HIDDEN.handle, status: 'completed', total_accounts: 1, accounts }
}

/** Everything that is sent to Redis from now on. */
async function watchRedis({ redis }: Cluster): Promise<() => Buffer> {
  const pieces: Buffer[] = []
  if (redis === null) return () => Buffer.alloc(0)
  const socket = createConnection(Number(new URL(redis.url).port), '127.0.0.1')
  socket.on('data', (piece) => pieces.push(Buffer.from(piece)))
  socket.on('error', () => undefined)
  await new Promise((resolve) => socket.once('connect', resolve))
  socket.write('MONITOR\r\n')
  socket.unref()
  return () => Buffer.concat(pieces)
}
