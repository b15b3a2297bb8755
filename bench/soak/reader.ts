/** Staff at their screens: a steady number of requests a second, of the kinds that a lender's frontends send. */
import { print } from 'graphql'
import { TransactionSearchDocument, UnderwriterViewDocument } from '../../schema/typed/operations.ts'
import type { Cluster } from '../../test/whole/bars/harness/cluster.ts'
import { type HttpLoad, openHttpLoad } from '../../test/whole/bars/harness/http-load.ts'
import { TENANT } from '../../test/support/store-record.ts'
import { tokenHeaders } from '../../test/support/token.ts'
import type { Tally } from './tally.ts'

const LIST = `query($ids: [ID!]!) { nodes(ids: $ids) { ... on Applicant {
  reference sources { kind status } bsaAnalysis { accounts { healthScore { score } } } } } }`
const LOOK = 'query($id: ID!) { journey(id: $id) { id kind status step percent sequence } }'
const VIEW = print(UnderwriterViewDocument)
const SEARCH = print(TransactionSearchDocument)

export interface Reader {
  readonly load: HttpLoad
  /** Milliseconds of the answers since this was last asked. */
  takeTimes(): readonly number[]
}

export interface ReaderOptions {
  readonly cluster: Cluster
  readonly perSecond: number
  /** Applicants with reports. */
  readonly applicants: readonly string[]
  readonly live: ReadonlySet<string>
  readonly tally: Tally
}

export async function openReader({ cluster, perSecond, applicants, live, tally }: ReaderOptions): Promise<Reader> {
  let times: number[] = []
  const load = openHttpLoad({
    url: cluster.url,
    perSecond,
    headers: await tokenHeaders({ subject: 'staff', tenant: TENANT, expiresIn: 14_400 }),
    toBody: (number) => JSON.stringify(toQuestion(number, applicants, live)),
    onAnswer({ status, text, sentAt, tookMs }) {
      times.push(tookMs)
      if (status === 200 && text.startsWith('{"data":') && !text.includes('"errors":[')) return
      const errors = text.slice(text.indexOf('"errors":['))
      const codes = new Set([...errors.matchAll(/"code":"(\w+)"/g)].map(([, code]) => code))
      tally.fail('request', codes.size === 0 ? `status ${status} ${text.slice(0, 80)}` : [...codes].join(' '), sentAt)
    },
  })
  return {
    load,
    takeTimes() {
      const taken = times
      times = []
      return taken
    },
  }
}

function toQuestion(number: number, applicants: readonly string[], live: ReadonlySet<string>): object {
  const pick = (offset = 0): string => applicants[(number * 7 + offset) % applicants.length] ?? ''
  const [journey] = [...live].slice(number % Math.max(1, live.size))
  switch (number % 10) {
    case 0:
    case 1:
      return { query: VIEW, variables: { applicantId: pick() } }
    case 2:
      return { query: SEARCH, variables: { applicantId: pick(), where: { text: 'UPI' } } }
    case 3:
    case 4:
      return { query: LIST, variables: { ids: [pick(), pick(1), pick(2), pick(3), pick(4)] } }
    default:
      return journey === undefined ? { query: '{ viewer { subject } }' } : { query: LOOK, variables: { id: journey } }
  }
}
