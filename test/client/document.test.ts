/** A watch where the gateway runs trusted documents only: what it sends is one of them, as text and as id. */
import { expect, it } from 'vitest'
import { watchApplicant, watchJourney } from '../../client/watch.ts'
import { openTestGateway } from '../support/gateway.ts'

it.each([
  ['websocket', 'id'],
  ['websocket', 'text'],
  ['sse', 'id'],
  ['sse', 'text'],
] as const)('watches over %s by %s', async (transport, send) => {
  await using test = await openTestGateway({ DOCUMENTS: 'trusted' })
  const applicantId = await test.seed('consent-denied', ['AA_BSA'])
  const options = { url: `${test.gateway.url}/graphql`, transport, send }
  const steps = watchApplicant({ ...options, applicantId })
  const { value } = await steps.next()
  await steps.return?.()
  expect(value).toMatchObject({ status: 'CONSENT_DENIED', isTerminal: true })
  const journeyId = value?.journey.id ?? ''
  const seen: string[] = []
  for await (const { journey, status } of watchJourney({ ...options, journeyId })) seen.push(`${journey.id} ${status}`)
  expect(seen).toEqual([`${journeyId} CONSENT_DENIED`])
})
