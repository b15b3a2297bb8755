/** Twelve things that a frontend does, written once for all clients. Each gives null when it went well, else what went wrong. */
import { RegisterApplicantDocument, ViewerDocument } from '../../../../schema/typed/operations.ts'
import { print } from 'graphql'
import { waitUntil } from './live.ts'
import type { ClientAnswer, RealClient } from './real-client.ts'
import type { Replica } from './cluster.ts'

export interface Stage {
  readonly client: RealClient
  readonly first: Replica
  /** Whose tax returns Finpass does not know, and whose bank accounts nobody has asked for. */
  readonly applicantId: string
  /** Makes the tokens that are given from now on end after so many seconds. */
  shortenTokens(seconds: number): void
  /** Resolves once every client is here; then the gateways are restarted, once for all of them. */
  restart(): Promise<void>
}
export interface Scenario {
  readonly name: string
  run(stage: Stage): Promise<string | null>
}

const PATIENCE_MS = 15_000
const SHORT_TOKEN_SECONDS = 2

const WATCH = `subscription Watch($id: ID!, $after: String) {
  event: journeyStatusChanged(journeyId: $id, after: $after) { sequence cursor resync isTerminal }
}`

/** True is well; everything else is told. */
function judge(isGood: boolean, got: unknown): string | null {
  return isGood ? null : JSON.stringify(got)
}

function toCodes({ errors }: ClientAnswer): string {
  return errors.map(({ extensions }) => extensions?.code).join()
}

interface Event {
  readonly sequence: number
  readonly cursor: string
  readonly resync: boolean
  readonly isTerminal: boolean
}
interface Following {
  /** Each once, in the order of arrival. */
  readonly events: readonly Event[]
  readonly connections: number
  until(sequence: number): Promise<boolean>
  leave(): void
}

/** As an app follows a journey: behind its cursor, again whenever a connection is over, until the last event. */
function follow({ client }: Stage, id: string, from: string | null = null): Following {
  const events: Event[] = []
  const state = { isOver: false, cursor: from, connections: 0 }
  let leave = (): void => undefined
  const variables = {
    id,
    // Read when the request is written, so that a client that comes back by itself resumes as well.
    get after() {
      return state.cursor
    },
  }
  const take = ({ data }: ClientAnswer): void => {
    const event: Event | undefined = data?.event ?? undefined
    if (event === undefined) return
    state.cursor = event.cursor
    if (!events.some(({ sequence }) => sequence === event.sequence)) events.push(event)
    state.isOver ||= event.isTerminal
  }
  async function run(): Promise<void> {
    while (!state.isOver) {
      state.connections += 1
      const watching = client.watch(WATCH, variables, take)
      leave = watching.leave
      await watching.ended
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
  void run()
  return {
    events,
    get connections() {
      return state.connections
    },
    until: async (sequence) =>
      (await waitUntil(() => (events.at(-1)?.sequence ?? 0) >= sequence, PATIENCE_MS)) !== null,
    leave() {
      state.isOver = true
      leave()
    },
  }
}

/** Whole: from this number to the terminal one, nothing missing, nothing unproved. */
function judgeEvents({ events }: Following, first: number, last: number): string | null {
  const wanted = Array.from({ length: last - first + 1 }, (_, index) => first + index).join()
  const got = events.map(({ sequence }) => sequence).join()
  return judge(got === wanted && !events.some(({ resync }) => resync) && events.at(-1)?.isTerminal === true, events)
}

async function addJourney({ first }: Stage): Promise<string> {
  const [added] = await first.addJourneys({ count: 1 })
  if (added === undefined) throw new Error('no journey was added')
  return added.journeyId
}

/** Follows while something happens in the middle; nothing may be missing. */
async function followThrough(stage: Stage, happen: () => Promise<void>): Promise<string | null> {
  const id = await addJourney(stage)
  const following = follow(stage, id)
  await following.until(1)
  await stage.first.append({ journeys: [id], count: 2 })
  await following.until(3)
  await happen()
  await stage.first.append({ journeys: [id], count: 3, status: 'COMPLETED' })
  await following.until(6)
  following.leave()
  const isOwn = !stage.client.comesBack || following.connections === 1
  return judgeEvents(following, 1, 6) ?? judge(isOwn, 'it gave up, where it should have come back by itself')
}

export const SCENARIOS: readonly Scenario[] = [
  {
    name: 'asks',
    async run({ client }) {
      const { data, errors } = await client.ask('{ viewer { tenant } }')
      return judge(data?.viewer.tenant === 'lender-one' && errors.length === 0, [data, errors])
    },
  },
  {
    name: 'asks with variables',
    async run({ client, applicantId }) {
      const { data } = await client.ask('query A($id: ID!) { applicant(id: $id) { id } }', { id: applicantId })
      return judge(data?.applicant.id === applicantId, data)
    },
  },
  {
    name: 'changes something',
    async run({ client }) {
      const reference = `by ${client.name}`
      const { data } = await client.ask(print(RegisterApplicantDocument), { input: { reference } })
      return judge(data?.applicantRegister.applicant?.reference === reference, data)
    },
  },
  {
    name: 'is told of a mistake in the input, as data',
    async run({ client }) {
      const answer = await client.ask(print(RegisterApplicantDocument), { input: { reference: 'x', mobile: '12' } })
      const [error] = answer.data?.applicantRegister.userErrors ?? []
      return judge(error?.code === 'MOBILE_INVALID' && answer.errors.length === 0, answer)
    },
  },
  {
    name: 'is told of a mistake in the document, as a coded error',
    async run({ client }) {
      const answer = await client.ask('query A { viewer { tenantt } }')
      return judge(toCodes(answer) === 'GRAPHQL_VALIDATION', answer)
    },
  },
  {
    name: 'gets what there is when a part is missing',
    async run({ client, applicantId }) {
      const query = 'query A($id: ID!) { applicant(id: $id) { reference itrFilings { id } } }'
      const answer = await client.ask(query, { id: applicantId })
      const [error] = answer.errors
      const isPartial = answer.data?.applicant.reference.length > 0 && answer.data.applicant.itrFilings === null
      return judge(isPartial && error?.path?.join() === 'applicant,itrFilings' && toCodes(answer) !== '', answer)
    },
  },
  { name: 'follows a journey to its end', run: (stage) => followThrough(stage, () => Promise.resolve()) },
  {
    name: 'follows two journeys apart from each other',
    async run(stage) {
      const [one, two] = [await addJourney(stage), await addJourney(stage)]
      const [ofOne, ofTwo] = [follow(stage, one), follow(stage, two)]
      await Promise.all([ofOne.until(1), ofTwo.until(1)])
      await stage.first.append({ journeys: [one], count: 2, status: 'COMPLETED' })
      await ofOne.until(3)
      const before = ofTwo.events.length
      await stage.first.append({ journeys: [two], count: 1, status: 'FAILED' })
      await ofTwo.until(2)
      return judge(before === 1, before) ?? judgeEvents(ofOne, 1, 3) ?? judgeEvents(ofTwo, 1, 2)
    },
  },
  {
    name: 'resumes behind a cursor',
    async run(stage) {
      const id = await addJourney(stage)
      const before = follow(stage, id)
      await before.until(1)
      before.leave()
      await stage.first.append({ journeys: [id], count: 4, status: 'COMPLETED' })
      const after = follow(stage, id, before.events[0]?.cursor ?? null)
      await after.until(5)
      return judgeEvents(after, 2, 5)
    },
  },
  {
    name: 'goes on with a fresh token when the old one ends',
    async run(stage) {
      stage.shortenTokens(SHORT_TOKEN_SECONDS)
      // Longer than any token lives that was given now.
      const happen = () => new Promise<void>((resolve) => setTimeout(resolve, (SHORT_TOKEN_SECONDS + 1) * 1_000))
      return followThrough(stage, happen).finally(() => stage.shortenTokens(3_600))
    },
  },
  { name: 'goes on when the gateway is restarted', run: (stage) => followThrough(stage, () => stage.restart()) },
  {
    name: 'runs a trusted document by its id',
    async run({ client }) {
      const answer = await client.askById(print(ViewerDocument), ViewerDocument.documentId)
      return judge(answer.data?.viewer.tenant === 'lender-one', answer)
    },
  },
]
