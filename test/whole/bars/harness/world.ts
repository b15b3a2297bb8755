/** Worlds: one applicant each with everything that has an id, and the callers who may see it or must not. */
import { decodeGlobalId, encodeGlobalId, type NodeType } from '../../../../src/domain/ids.ts'
import { tokenHeaders } from '../../../support/token.ts'
import { type Asker, openAsker } from './asker.ts'
import type { Cluster } from './cluster.ts'

export interface World {
  readonly name: string
  readonly tenant: string
  readonly ids: Readonly<Record<NodeType, string>>
  /** Finpass's ids of its journeys. */
  readonly handles: readonly string[]
}

export interface Caller {
  readonly name: string
  readonly isBorrower: boolean
  readonly subject: string
  readonly own: World
  /** What it must not know of. */
  readonly foreign: readonly World[]
  readonly asker: Asker
}

const FIND = `query($id: ID!) { applicant(id: $id) {
  itrFilings { id } bankAccounts { id transactions(first: 1) { nodes { id } } }
} }`

/** Three lenders with an applicant each, and a second applicant of the first lender's, whose own token reaches nobody else. */
export async function openWorlds(cluster: Cluster): Promise<readonly Caller[]> {
  const worlds: World[] = []
  for (const [name, tenant] of [
    ['one', 'lender-1'],
    ['two', 'lender-2'],
    ['three', 'lender-3'],
    ['borrower', 'lender-1'],
  ] as const) {
    worlds.push(await addWorld(cluster, name, tenant))
  }
  return Promise.all(
    worlds.map(async (own): Promise<Caller> => {
      const isBorrower = own.name === 'borrower'
      const applicant = isBorrower ? { applicant: own.ids.Applicant } : {}
      const headers = await tokenHeaders({ subject: own.name, tenant: own.tenant, expiresIn: 3_600, ...applicant })
      const foreign = worlds.filter(({ tenant, name }) => name !== own.name && (isBorrower || tenant !== own.tenant))
      const asker = openAsker({ url: cluster.first.url, headers })
      return { name: own.name, isBorrower, subject: own.name, own, foreign, asker }
    }),
  )
}

async function addWorld(cluster: Cluster, name: string, tenant: string): Promise<World> {
  const handles = (['AA_BSA', 'ITR'] as const).map((kind) => cluster.sandbox.seed('several-banks', kind, 3_600_000))
  const [banks, returns] = handles.map((handle) => [handle])
  const [first] = await cluster.first.addJourneys({ count: 1, tenant, kind: 'AA_BSA', handles: banks ?? [] })
  if (first === undefined) throw new Error('one was asked for')
  const { applicantId } = first
  const [second] = await cluster.first.addJourneys({
    count: 1,
    tenant,
    kind: 'ITR',
    handles: returns ?? [],
    applicantId,
  })
  const journeys = [first.journeyId, second?.journeyId ?? '']
  await cluster.first.append({ journeys, status: 'COMPLETED' })
  const staff = await tokenHeaders({ subject: 'finder', tenant })
  await using asker = openAsker({ url: cluster.first.url, headers: staff })
  const text = await asker.ask('http', { query: FIND, variables: { id: applicantId } })
  const { applicant } = JSON.parse(text.slice(4)).data
  const account = applicant.bankAccounts[0]
  const ids = {
    Applicant: applicantId,
    Journey: first.journeyId,
    ItrFiling: applicant.itrFilings[0].id,
    BankAccount: account.id,
    Transaction: account.transactions.nodes[0].id,
  }
  return { name, tenant, ids, handles }
}

/** An id of the same make and length that nothing has. */
export function toGuess(id: string): string {
  const { type, key } = decodeGlobalId(id)
  // Ids begin with random hexadecimal digits; this one with letters that none has.
  return encodeGlobalId(type, `zz${key.slice(2)}`)
}
