/** Global ids: whatever has one can be found again by it, alone or among others, and nothing else can. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { encodeGlobalId, NODE_TYPES } from '../../src/domain/ids.ts'
import { openTestGateway, type TestGateway } from '../support/gateway.ts'
import { expectNothingPersonal } from '../support/personal.ts'

const ANY_NODE = `fragment AnyNode on Node {
  __typename id
  ... on Applicant { reference }
  ... on Journey { kind sequence }
  ... on ItrFiling { assessmentYear acknowledgementNumber }
  ... on BankAccount { bankName maskedNumber source }
  ... on Transaction { date amount }
}`
const NODE = `query($id: ID!) { node(id: $id) { ...AnyNode } } ${ANY_NODE}`
const NODES = `query($ids: [ID!]!) { nodes(ids: $ids) { ...AnyNode } } ${ANY_NODE}`
const EVERYTHING = `query($id: ID!) { applicant(id: $id) {
  ...AnyNode journeys { ...AnyNode } itrFilings { ...AnyNode }
  bankAccounts { ...AnyNode transactions(first: 2) { nodes { ...AnyNode } } }
} } ${ANY_NODE}`
interface Node {
  readonly __typename: string
  readonly id: string
}

describe('a node', () => {
  let test: TestGateway
  let nodes: Node[]
  beforeAll(async () => {
    test = await openTestGateway()
    const id = await test.seed('several-banks', ['ITR', 'AA_BSA', 'ACCOUNT_AGGREGATOR'])
    const { data, errors } = await test.ask(EVERYTHING, { id })
    expect(errors).toEqual([])
    const { journeys, itrFilings, bankAccounts, ...applicant } = data.applicant
    nodes = [applicant, ...journeys, ...itrFilings]
    const lines: Node[] = []
    for (const { transactions, ...account } of bankAccounts) {
      nodes.push(account)
      lines.push(...transactions.nodes)
    }
    nodes.push(...lines)
    expect(test.takeCalls()).toEqual(['aa-bsa.statement-result', 'aa.fetch-json-report', 'itr.data'])
  })
  afterAll(() => test[Symbol.asyncDispose]())
  afterEach(() => {
    // All reports are in memory: what is asked for here, or is not there, costs nothing.
    expect(test.takeCalls()).toEqual([])
    expectNothingPersonal(test)
  })

  it('of every type has an id of its own', () => {
    expect(new Set(nodes.map(({ __typename }) => __typename))).toEqual(new Set(NODE_TYPES))
    expect(new Set(nodes.map(({ id }) => id)).size).toBe(nodes.length)
    expect(nodes).toHaveLength(1 + 3 + 4 + 8 + 16)
  })

  it('is found by its id alone', async () => {
    for (const node of nodes) expect((await test.ask(NODE, { id: node.id })).data.node).toEqual(node)
  })

  it('is found among others, in the order asked for, as often as asked for', async () => {
    const wanted = [...nodes.toReversed(), ...nodes.slice(0, 5)]
    const { data, errors } = await test.ask(NODES, { ids: wanted.map(({ id }) => id) })
    expect(errors).toEqual([])
    expect(data.nodes).toEqual(wanted)
  })

  it('that does not exist is null with an error, in its place', async () => {
    const gone = encodeGlobalId('Applicant', 'app_nobody')
    const [first, second] = nodes
    const { data, errors } = await test.ask(NODES, { ids: [first?.id, gone, 'nonsense', second?.id] })
    expect(data.nodes).toEqual([first, null, null, second])
    expect(errors).toHaveLength(2)
    expect(new Map(errors.map(({ path, extensions }) => [path?.[1], extensions.code]))).toEqual(
      new Map([
        [1, 'NODE_NOT_FOUND'],
        [2, 'ID_MALFORMED'],
      ]),
    )
  })

  it('is not found by an id of a part that its journey does not have', async () => {
    for (const { id } of nodes.slice(4)) {
      const plain = Buffer.from(id, 'base64url').toString()
      const other = Buffer.from(`${plain}x`).toString('base64url')
      const { errors } = await test.ask(NODE, { id: other })
      expect(errors.map(({ extensions }) => extensions.code)).toEqual(['NODE_NOT_FOUND'])
    }
  })

  it('is not found by a part’s id whose tag was changed', async () => {
    const plain = nodes.map(({ id }) => Buffer.from(id, 'base64url').toString())
    const swapped = plain.flatMap((text) => ['a', 'j', 'f', 'b', 't'].map((tag) => tag + text.slice(1)))
    const ids = swapped.filter((text) => !plain.includes(text)).map((text) => Buffer.from(text).toString('base64url'))
    expect(ids.length).toBe(nodes.length * 4)
    for (let at = 0; at < ids.length; at += 100) {
      const some = ids.slice(at, at + 100)
      const { data, errors } = await test.ask(NODES, { ids: some })
      expect(data.nodes).toEqual(some.map(() => null))
      expect(new Set(errors.map(({ extensions }) => extensions.code))).toEqual(new Set(['NODE_NOT_FOUND']))
    }
  })

  it('is one of at most 200 at a time', async () => {
    const ids = Array.from({ length: 201 }, () => nodes[0]?.id)
    const { data, errors } = await test.ask(NODES, { ids })
    expect(data).toBeNull()
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(['PAGE_SIZE'])
  })
})
