/** Server-sent events as they stand on the wire: ids, resuming by header as EventSource does, and what a GET may do. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { LAST_SEQUENCE, startDrivenJourney } from '../support/driven-journey.ts'
import { openTestGateway, type TestGateway } from '../support/gateway.ts'
import { TOKEN_ENVIRONMENT, tokenHeaders } from '../support/token.ts'

const WATCH = `subscription($id: ID!, $after: String) { journeyStatusChanged(journeyId: $id, after: $after) { sequence resync } }`

let test: TestGateway
const leaving: AbortController[] = []
beforeEach(async () => {
  test = await openTestGateway(TOKEN_ENVIRONMENT)
})
afterEach(async () => {
  for (const reader of leaving.splice(0)) reader.abort()
  await test[Symbol.asyncDispose]()
})

interface Stream {
  readonly response: Response
  /** All that came, as it stands on the wire. */
  text(): string
  readonly ended: Promise<void>
  until(length: number): Promise<void>
}

/** Opens a stream as EventSource does: by GET, with everything in the address. */
async function openByGet(variables: object, headers: Record<string, string> = {}): Promise<Stream> {
  const url = new URL(`${test.gateway.url}/graphql`)
  url.searchParams.set('query', WATCH)
  url.searchParams.set('variables', JSON.stringify(variables))
  const reader = new AbortController()
  leaving.push(reader)
  const response = await fetch(url, {
    headers: { accept: 'text/event-stream', ...(await tokenHeaders()), ...headers },
    signal: reader.signal,
  })
  let text = ''
  const ended = (async () => {
    for await (const piece of response.body?.pipeThrough(new TextDecoderStream()) ?? []) text += piece
  })()
  // Left behind at the end of a test, on purpose.
  ended.catch(() => undefined)
  return {
    response,
    text: () => text,
    ended,
    until: async (length) => {
      await expect.poll(() => toEvents(text).length, { interval: 5, timeout: 5_000 }).toBe(length)
    },
  }
}

/** The events that carry a result, with their ids. */
function toEvents(text: string) {
  const blocks = text.split('\n\n').map((block) => block.split('\n'))
  return blocks.flatMap((lines) => {
    const field = (name: string) => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2)
    const data = field('data')
    if (field('event') !== 'next' || data === undefined) return []
    return [{ id: field('id'), result: JSON.parse(data) }]
  })
}

it('names every event by its cursor', async () => {
  const journey = await startDrivenJourney(test, { headers: await tokenHeaders() })
  const stream = await openByGet({ id: journey.id })
  await journey.drive(test, LAST_SEQUENCE)
  await stream.ended
  const events = toEvents(stream.text())
  expect(events.length).toBeGreaterThan(0)
  for (const { id, result } of events) expect(id).toBe(result.extensions.cursor)
  expect(stream.response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
  expect(stream.response.headers.get('cache-control')).toContain('no-cache')
  // It says that it is over before it closes.
  expect(stream.text()).toMatch(/event: complete\ndata: ?\n\n$/)
})

it('goes on behind Last-Event-ID, without being told in the query', async () => {
  const journey = await startDrivenJourney(test, { headers: await tokenHeaders() })
  const first = await openByGet({ id: journey.id })
  await first.until(1)
  const [{ id = '' } = {}] = toEvents(first.text())
  await journey.drive(test, 4)
  const second = await openByGet({ id: journey.id }, { 'last-event-id': id })
  await second.until(3)
  expect(toEvents(second.text()).map(({ result }) => result.data.journeyStatusChanged)).toEqual([
    { sequence: 2, resync: false },
    { sequence: 3, resync: false },
    { sequence: 4, resync: false },
  ])
})

it('prefers the argument to the header, and calls a strange header a gap', async () => {
  const journey = await startDrivenJourney(test, { headers: await tokenHeaders() })
  const first = await openByGet({ id: journey.id })
  await first.until(1)
  const [{ id: after = '' } = {}] = toEvents(first.text())
  await journey.drive(test, 3)
  const told = await openByGet({ id: journey.id, after }, { 'last-event-id': 'strange' })
  await told.until(2)
  expect(toEvents(told.text())[0]?.result.data.journeyStatusChanged).toEqual({ sequence: 2, resync: false })
  const strange = await openByGet({ id: journey.id }, { 'last-event-id': 'strange' })
  await strange.until(1)
  expect(toEvents(strange.text())[0]?.result.data.journeyStatusChanged).toEqual({ sequence: 3, resync: true })
})

it('ends at once behind the last event, so that an EventSource that comes back holds nothing open', async () => {
  const journey = await startDrivenJourney(test, { headers: await tokenHeaders() })
  await journey.drive(test, LAST_SEQUENCE)
  const first = await openByGet({ id: journey.id })
  await first.ended
  const again = await openByGet({ id: journey.id }, { 'last-event-id': toEvents(first.text())[0]?.id ?? '' })
  await again.ended
  expect(toEvents(again.text())).toEqual([])
  expect(again.text()).toContain('event: complete')
})

it('tells a failure as one event and ends', async () => {
  const stream = await openByGet({ id: 'ajpqbnlfbm9ib2R5' })
  await stream.ended
  const events = toEvents(stream.text())
  expect(events.map(({ result }) => result.errors[0].extensions.code)).toEqual(['JOURNEY_NOT_FOUND'])
  expect(stream.text()).toContain('event: complete')
})

it('says of a mistake in the document what an answer says, and no more', async () => {
  const query = 'subscription { journeyStatusChangd { sequence } }'
  const headers = await tokenHeaders()
  const answer = await test.ask(query, {}, headers)
  const response = await fetch(`${test.gateway.url}/graphql`, {
    method: 'POST',
    headers: { accept: 'text/event-stream', 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  })
  const [event] = toEvents(await response.text())
  const toComparable = (errors: readonly { readonly extensions: object }[]) =>
    errors.map((error) => ({ ...error, extensions: { ...error.extensions, requestId: 'any' } }))
  expect(toComparable(event?.result.errors ?? [])).toEqual(toComparable(answer.errors))
  expect(answer.errors.map(({ extensions }) => extensions.code)).toEqual(['GRAPHQL_VALIDATION'])
})

it('refuses a caller without a token before it streams anything', async () => {
  const { response } = await openByGet({ id: 'x' }, { authorization: '' })
  expect(response.status).toBe(401)
  expect(response.headers.get('content-type')).toContain('application/json')
})

it('runs no mutation by GET', async () => {
  const url = new URL(`${test.gateway.url}/graphql`)
  const reference = 'by-get'
  url.searchParams.set(
    'query',
    `mutation { applicantRegister(input: { reference: "${reference}" }) { applicant { id } } }`,
  )
  const headers = await tokenHeaders()
  const response = await fetch(url, { headers: { accept: 'text/event-stream', ...headers } })
  await response.text()
  const { data } = await test.ask(`{ applicantByReference(reference: "${reference}") { id } }`, {}, headers)
  expect(data?.applicantByReference ?? null).toBeNull()
})

/** What a client of GraphQL names that would take anything. */
const ANYTHING =
  'application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed'

async function post(query: string, accept: string): Promise<Response> {
  return fetch(`${test.gateway.url}/graphql`, {
    method: 'POST',
    headers: { accept, 'content-type': 'application/json', ...(await tokenHeaders()) },
    body: JSON.stringify({ query }),
  })
}

it('answers a query with JSON where events are named behind it', async () => {
  const response = await post('{ viewer { tenant } }', ANYTHING)
  expect(response.headers.get('content-type')).toMatch(/^application\/(graphql-response\+)?json/)
  expect(await response.json()).toEqual({ data: { viewer: { tenant: 'demo' } } })
})

it('starts no stream for whoever names JSON before events', async () => {
  const { id: journeyId } = await startDrivenJourney(test, { headers: await tokenHeaders() })
  const response = await post(`subscription { journeyStatusChanged(journeyId: "${journeyId}") { sequence } }`, ANYTHING)
  expect(response.status).toBe(406)
  await response.body?.cancel()
})

it('answers a query with events where they are named first', async () => {
  const response = await post('{ viewer { tenant } }', 'text/event-stream, application/json')
  expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/)
  expect(await response.text()).toContain('event: next')
})
