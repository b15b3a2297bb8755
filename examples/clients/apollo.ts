/**
 * The graph with Apollo Client: typed documents for queries and mutations, and the watch of @finpass-graph/client, which
 * writes every step into Apollo's cache, so that whoever shows the journey is drawn anew. Prints what it sees.
 */
import { ApolloClient, ApolloLink, HttpLink, InMemoryCache } from '@apollo/client'
import { SetContextLink } from '@apollo/client/link/context'
import { watchJourney } from '@finpass-graph/client'
import { StartAaBsaJourneyDocument, UnderwriterViewDocument } from '@finpass-graph/client/operations'

const url = process.env.GRAPH_URL ?? 'http://127.0.0.1:4000/graphql'
const token = process.env.GRAPH_TOKEN ?? null

const authorize = new SetContextLink(() => (token === null ? {} : { headers: { authorization: `Bearer ${token}` } }))
const client = new ApolloClient({
  link: ApolloLink.from([authorize, new HttpLink({ uri: url })]),
  cache: new InMemoryCache(),
})

/** A made-up borrower of the sandbox. */
const applicantId = 'YTphcHBfZGVtb19zYWxhcmllZF9jbGVhbg'
const mobile = '9000000001'

const { data } = await client.query({
  query: UnderwriterViewDocument,
  variables: { applicantId },
  // What could be read is shown, also where a part is missing.
  errorPolicy: 'all',
})
for (const { assessmentYear, income } of data?.applicant?.itrFilings ?? []) {
  console.log(`${data?.applicant?.name} ${assessmentYear} ${income?.totalIncome}`)
}

const started = await client.mutate({
  mutation: StartAaBsaJourneyDocument,
  variables: { input: { applicantId, mobile } },
  errorPolicy: 'all',
})
const { journey, userErrors = [] } = started.data?.aaBsaJourneyStart ?? {}
for (const { code, advice } of userErrors) console.error(`${code}: ${advice}`)
if (journey == null) throw new Error(started.error?.message ?? 'the journey did not start')

const { cache } = client
const id = cache.identify({ __typename: 'Journey', id: journey.id })
for await (const { sequence, percent, status, step } of watchJourney({ url, token, journeyId: journey.id })) {
  if (id !== undefined) {
    cache.modify({ id, fields: { status: () => status, percent: () => percent, step: () => step } })
  }
  console.log(`${sequence} ${percent} % ${status}`)
}
client.stop()
