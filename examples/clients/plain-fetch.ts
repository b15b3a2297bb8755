/**
 * The graph without any GraphQL package: `fetch`, typed by the documents of @finpass-graph/client, which are named by their
 * ids, so that no text is sent and none is parsed. Prints an applicant's income, starts a journey and follows it to its end.
 */
import { watchJourney } from '@finpass-graph/client'
import { StartAaBsaJourneyDocument, UnderwriterViewDocument } from '@finpass-graph/client/operations'

/** A saved operation, with what it takes and gives. */
interface Operation<Data, Variables> {
  readonly documentId: string
  readonly __apiType?: (variables: Variables) => Data
}
interface Answer<Data> {
  readonly data?: Data | null
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[]
}

const url = process.env.GRAPH_URL ?? 'http://127.0.0.1:4000/graphql'
const token = process.env.GRAPH_TOKEN ?? null

async function ask<Data, Variables>(operation: Operation<Data, Variables>, variables: Variables): Promise<Data> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token === null ? {} : { authorization: `Bearer ${token}` }) },
    body: JSON.stringify({ documentId: operation.documentId, variables }),
  })
  const { data, errors = [] } = (await response.json()) as Answer<Data> // what a GraphQL server sends
  // Fields that could not be read are null in data and told in errors; without any data there is nothing to show.
  for (const { message, extensions } of errors) console.error(`${extensions.code}: ${message}`)
  if (data == null) throw new Error(errors[0]?.extensions.code ?? `status ${response.status}`)
  return data
}

/** A made-up borrower of the sandbox. */
const applicantId = 'YTphcHBfZGVtb19zYWxhcmllZF9jbGVhbg'
const mobile = '9000000001'

const { applicant } = await ask(UnderwriterViewDocument, { applicantId })
for (const { assessmentYear, income } of applicant?.itrFilings ?? []) {
  console.log(`${applicant?.name} ${assessmentYear} ${income.totalIncome}`)
}

const { aaBsaJourneyStart } = await ask(StartAaBsaJourneyDocument, { input: { applicantId, mobile } })
for (const { code, advice } of aaBsaJourneyStart.userErrors) console.error(`${code}: ${advice}`)
const journeyId = aaBsaJourneyStart.journey?.id
if (journeyId === undefined) throw new Error('the journey did not start')
for await (const { sequence, percent, status } of watchJourney({ url, token, journeyId })) {
  console.log(`${sequence} ${percent} % ${status}`)
}
