/**
 * The graph with urql: typed documents for everything, also for the subscription, which urql carries over graphql-ws. The
 * last cursor goes along as `after` when it begins anew, so that nothing is missed in between. Prints what it sees.
 */
import { Client, type ExecutionResult, fetchExchange, subscriptionExchange } from '@urql/core'
import {
  StartAaBsaJourneyDocument,
  UnderwriterViewDocument,
  WatchJourneyDocument,
} from '@finpass-graph/client/operations'
import { createClient } from 'graphql-ws'

const url = process.env.GRAPH_URL ?? 'http://127.0.0.1:4000/graphql'
const authorization = process.env.GRAPH_TOKEN === undefined ? null : `Bearer ${process.env.GRAPH_TOKEN}`

const socket = createClient({
  url: url.replace(/^http/, 'ws'),
  connectionParams: authorization === null ? {} : { Authorization: authorization },
  // A connection that was lost ends the subscription instead: it is begun anew below, behind the last cursor.
  retryAttempts: 0,
})
/** Read to its end before urql sees it: urql lets go of an answer once it has the data, and Node (no browser) ends by that. */
async function fetchWhole(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const response = await fetch(input, init)
  return new Response(await response.text(), response)
}

const client = new Client({
  url,
  fetch: fetchWhole,
  preferGetMethod: false,
  fetchOptions: authorization === null ? {} : { headers: { authorization } },
  exchanges: [
    fetchExchange,
    subscriptionExchange({
      forwardSubscription: ({ query = '', variables }) => ({
        subscribe: ({ error, complete, next }) => ({
          unsubscribe: socket.subscribe(
            { query, variables: { ...variables } },
            { error, complete, next: (result) => next(result as ExecutionResult) }, // the same, by another name
          ),
        }),
      }),
    }),
  ],
})

/** A made-up borrower of the sandbox. */
const applicantId = 'YTphcHBfZGVtb19zYWxhcmllZF9jbGVhbg'
const mobile = '9000000001'

const { data } = await client.query(UnderwriterViewDocument, { applicantId }).toPromise()
for (const { assessmentYear, income } of data?.applicant?.itrFilings ?? []) {
  console.log(`${data?.applicant?.name} ${assessmentYear} ${income.totalIncome}`)
}

const started = await client.mutation(StartAaBsaJourneyDocument, { input: { applicantId, mobile } }).toPromise()
const { journey, userErrors = [] } = started.data?.aaBsaJourneyStart ?? {}
for (const { code, advice } of userErrors) console.error(`${code}: ${advice}`)
if (journey == null) throw new Error(started.error?.message ?? 'the journey did not start')

interface Place {
  readonly after: string | null
  readonly isOver: boolean
}

/** Follows over one connection; resolves with the place to go on from. */
function watchOnce(journeyId: string, place: Place): Promise<Place> {
  return new Promise((resolve) => {
    let { after, isOver } = place
    const finish = (): void => {
      unsubscribe()
      resolve({ after, isOver })
    }
    const { unsubscribe } = client
      .subscription(WatchJourneyDocument, { journeyId, after })
      .subscribe(({ data, hasNext }) => {
        const step = data?.journeyStatusChanged
        if (step !== undefined && step.cursor !== after) {
          after = step.cursor
          isOver = step.isTerminal
          console.log(`${step.sequence} ${step.percent} % ${step.status}`)
        }
        // Not from within its own result.
        if (isOver || !hasNext) queueMicrotask(finish)
      })
  })
}

let place: Place = { after: null, isOver: false }
while (!place.isOver) place = await watchOnce(journey.id, place)
await socket.dispose()
