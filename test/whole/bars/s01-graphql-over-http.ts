/**
 * S01: GraphQL over HTTP as graphql-http audits it, on the gateway as it is after a first start and on a hardened one behind a load
 * balancer, with a token. Then the same questions where only trusted documents run: they are none of these, so each is refused
 * in the same form, and none is answered.
 */
import { auditServer } from 'graphql-http'
import type { Bar } from './harness/bar.ts'
import { type Mode, openCluster } from './harness/cluster.ts'
import { openDeveloperGateway } from './harness/developer-gateway.ts'
import type { Mutation } from './harness/mutation.ts'

const AUDITS = 61

export const bar: Bar = {
  id: 'S01',
  name: 'GraphQL over HTTP',
  modes: ['embedded', 'redis'],
  // Every refusal has the status of a broken request, and every document is trusted.
  undefended: () => [
    { file: 'src/server/mask.ts', from: 'return { http: { status: 400, spec: true } }', to: 'return {}' },
    { file: 'src/server/document/documents.ts', from: "mode === 'trusted' && ", to: 'false && ' },
  ],
  limits: () => ({
    defaultOk: { exactly: AUDITS },
    hardenedOk: { exactly: AUDITS },
    notOk: { exactly: 0 },
    trustedAsked: { least: AUDITS },
    trustedAnswered: { exactly: 0 },
    trustedUncoded: { exactly: 0 },
  }),
  async run({ mode, mutations, say }) {
    // One after the other: they are processes, and there may be few cores.
    const byDefault = await auditDefault(mutations, say)
    const hardened = await auditHardened(mode, mutations, 'any', say)
    const trusted = await auditHardened(mode, mutations, 'trusted')
    const answers = trusted.answers.filter(({ text }) => text !== '')
    return {
      defaultOk: byDefault.ok,
      hardenedOk: hardened.ok,
      notOk: byDefault.notOk + hardened.notOk,
      trustedAsked: trusted.answers.length,
      trustedAnswered: answers.filter(({ text }) => text.includes('"data":{')).length,
      trustedUncoded: answers.filter(({ text, status }) => status >= 500 || !CODED.test(text)).length,
    }
  },
}

const CODED = /"code":"(?:DOCUMENT_UNKNOWN|REQUEST_INVALID)"/

interface Audited {
  readonly ok: number
  readonly notOk: number
  readonly answers: readonly { readonly status: number; readonly text: string }[]
}
type Say = (text: string) => void

async function auditDefault(mutations: readonly Mutation[], say: Say): Promise<Audited> {
  await using gateway = await openDeveloperGateway({ mutations })
  return await audit(gateway.url, {}, say)
}

async function auditHardened(
  mode: Mode,
  mutations: readonly Mutation[],
  documents: string,
  say: Say = () => undefined,
): Promise<Audited> {
  await using cluster = await openCluster({ mode, replicas: 2, mutations, environment: { DOCUMENTS: documents } })
  return await audit(cluster.url, await cluster.headers('auditor'), say)
}

async function audit(url: string, headers: Readonly<Record<string, string>>, say: Say): Promise<Audited> {
  const answers: { status: number; text: string }[] = []
  const results = await auditServer({
    url: `${url}/graphql`,
    async fetchFn(input: string, init: RequestInit = {}) {
      const response = await fetch(input, { ...init, headers: { ...(init.headers as object), ...headers } }) // plain ones
      answers.push({ status: response.status, text: await response.clone().text() })
      return response
    },
  })
  for (const result of results) if ('reason' in result) say(`S01: ${result.id} ${result.name}: ${result.reason}`)
  const ok = results.filter(({ status }) => status === 'ok').length
  return { ok, notOk: results.length - ok, answers }
}
