/**
 * S13: addresses that lead elsewhere, in everything that a caller can write an address into, in every link that Finpass supplies,
 * and as redirects. The gateway connects to nothing but Finpass (and Redis), and shows no link to a place that is not allowed.
 */
import { PLAIN_TRAFFIC } from '../../support/plain-traffic.ts'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import type { Bar, Figures, Run } from './harness/bar.ts'
import type { Cluster } from './harness/cluster.ts'
import { toForeignUrls } from './harness/foreign-url.ts'
import { post } from './harness/http-load.ts'
import { type Headers, registerApplicant } from './harness/itr-start.ts'
import { openRecordedCluster } from './harness/recorded-cluster.ts'
import type { Recorder } from './harness/recorder.ts'

const PAYLOAD = '{ journey { id consentUrl } userErrors { code } }'
const AA_BSA = `mutation($input: AaBsaJourneyStartInput!) { aaBsaJourneyStart(input: $input) ${PAYLOAD} }`
const AGGREGATOR = `mutation($input: AccountAggregatorJourneyStartInput!) {
  accountAggregatorJourneyStart(input: $input) ${PAYLOAD} }`
const LINK = `mutation($input: JourneyLinkInput!) { journeyLink(input: $input) ${PAYLOAD} }`
const BANK = { mobile: '9000000001' }

export const bar: Bar = {
  id: 'S13',
  name: 'links and redirects',
  modes: ['embedded', 'redis'],
  undefended: () => [
    { file: 'src/domain/link.ts', from: 'toUrl: (link) => judge(link.reveal())', to: 'toUrl: (link) => link.reveal()' },
    {
      file: 'src/journeys/engine.ts',
      from: 'options.redirects.get(name)',
      to: '(options.redirects.get(name) ?? name)',
    },
  ],
  limits: ({ scale }) => ({
    urls: { least: scale(60, 20) },
    // What a caller writes is refused before Finpass is asked anything.
    inputs: { least: scale(180, 60) },
    refused: { least: scale(180, 60) },
    callsForInputs: { exactly: 0 },
    // What Finpass supplies begins a journey and is not shown.
    links: { least: scale(120, 40) },
    linksShown: { exactly: 0 },
    linksTold: { least: scale(120, 40) },
    // So that not simply everything is refused.
    ownLinksShown: { exactly: 2 },
    redirects: { least: scale(60, 20) },
    connectionsElsewhere: { exactly: 0 },
    catchAllConnections: { exactly: 0 },
    connections: { least: 1 },
  }),
  async run(run) {
    const { mode, mutations } = run
    const environment = { LIMIT_REQUESTS_PER_PRINCIPAL: '100000', BAR_CONNECTS: 'yes' }
    await using recorded = await openRecordedCluster({ mode, mutations, environment, tuning: PLAIN_TRAFFIC })
    await using trap = await openTrap()
    return await lure(recorded.cluster, recorded.recorder, trap, run)
  },
}

interface Trap extends AsyncDisposable {
  readonly port: number
  readonly taken: number
}

/** Takes whatever connects. */
async function openTrap(): Promise<Trap> {
  const sockets = new Set<Socket>()
  let taken = 0
  const server = createServer((socket) => {
    taken += 1
    sockets.add(socket)
    socket.on('error', () => undefined)
  }).listen(0, '0.0.0.0')
  await new Promise((resolve) => server.once('listening', resolve))
  return {
    port: (server.address() as AddressInfo).port, // it listens on TCP
    get taken() {
      return taken
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function lure(cluster: Cluster, recorder: Recorder, trap: Trap, run: Run): Promise<Figures> {
  const all = toForeignUrls(trap.port, new URL(recorder.url).port)
  const urls = all.filter((_, at) => at % run.scale(1, 4) === 0)
  const headers: Headers[] = []
  for (let number = 0; number < 8; number += 1) headers.push(await cluster.headers(`clerk-${number}`))
  let turn = 0
  const send = async (query: string, input: object) => {
    turn += 1
    const answer = await post(
      cluster.url,
      headers[turn % headers.length] ?? {},
      JSON.stringify({ query, variables: { input } }),
    )
    return answer.text
  }
  const applicantId = await registerApplicant(cluster.url, headers[0] ?? {}, { reference: 'S13' })

  const counts = { inputs: 0, refused: 0, links: 0, linksShown: 0, linksTold: 0, redirects: 0, ownLinksShown: 0 }
  for (const url of urls) {
    const answers = [
      await send(AA_BSA, { applicantId, ...BANK, redirect: url }),
      await send(AGGREGATOR, { applicantId, ...BANK, redirect: url }),
      await send(LINK, { applicantId, kind: 'AA_BSA', finpassId: url }),
    ]
    counts.inputs += answers.length
    counts.refused += answers.filter((text) => /REDIRECT_UNKNOWN|FINPASS_ID_INVALID|INPUT_INVALID/.test(text)).length
  }
  const callsForInputs = recorder.calls.length

  let supplied: string | null = null
  recorder.answer = ({ url }) => {
    if (supplied === null) return null
    const data = { client_id: `aabsa_mock_s13_${recorder.calls.length}`, status: 'initiated' }
    const link = url.includes('account-aggregator') ? { redirect_url: supplied } : { journey_url: supplied }
    return { status: 200, body: JSON.stringify({ success: true, data: { ...data, ...link } }) }
  }
  for (const url of urls) {
    supplied = url
    for (const query of [AA_BSA, AGGREGATOR]) {
      const text = await send(query, { applicantId, ...BANK })
      counts.links += 1
      if (!text.includes('"consentUrl":null')) counts.linksShown += 1
      if (text.includes('LINK_NOT_ALLOWED') && text.includes('"id":')) counts.linksTold += 1
    }
  }
  supplied = `${recorder.url}/consent/1?a=b`
  for (const query of [AA_BSA, AGGREGATOR]) {
    if ((await send(query, { applicantId, ...BANK })).includes(JSON.stringify(supplied))) counts.ownLinksShown += 1
  }

  let location = ''
  recorder.answer = () => ({ status: [301, 302, 303, 307, 308][turn % 5] ?? 302, body: '', headers: { location } })
  for (const url of urls) {
    // A header takes no control characters and no signs beyond Latin.
    location = url.replaceAll(/[^\x20-\x7e]/g, '')
    await send(LINK, { applicantId, kind: 'AA_BSA', finpassId: `aabsa_mock_redirect_${counts.redirects}` })
    counts.redirects += 1
  }

  const allowed = new Set([
    new URL(recorder.url).host,
    ...(cluster.redis === null ? [] : [new URL(cluster.redis.url).host]),
  ])
  const connected = await cluster.first.connects()
  const elsewhere = connected.filter((host) => !allowed.has(host))
  if (elsewhere.length > 0) run.say(`S13: connected to ${[...new Set(elsewhere)].slice(0, 5).join(', ')}`)
  return {
    urls: urls.length,
    ...counts,
    callsForInputs,
    connections: connected.length,
    connectionsElsewhere: elsewhere.length,
    catchAllConnections: trap.taken,
  }
}
