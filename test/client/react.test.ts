/** The React hooks in a real React with a DOM of its own, on a real gateway. */
import { Window } from 'happy-dom'
import type * as React from 'react'
import type { ReactNode } from 'react'
import type { createRoot as CreateRoot, Root } from 'react-dom/client'
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { type JourneyProgress, useApplicantJourneys, useJourney, type UseWatchOptions } from '../../client/react.ts'
import { LAST_SEQUENCE, startDrivenJourney } from '../support/driven-journey.ts'
import { openTestGateway, type TestGateway } from '../support/gateway.ts'
import { TOKEN_ENVIRONMENT, tokenHeaders } from '../support/token.ts'

const window = new Window()
let react: Pick<typeof React, 'createElement' | 'StrictMode'>
let createRoot: typeof CreateRoot
let test: TestGateway
let options: UseWatchOptions
let root: Root

beforeAll(async () => {
  // React looks for these when it is loaded, and later. WebSocket and fetch stay Node's: the window's are of its own making.
  vi.stubGlobal('window', window)
  vi.stubGlobal('document', window.document)
  react = await import('react')
  const client = await import('react-dom/client')
  createRoot = client.createRoot
})
beforeEach(async () => {
  test = await openTestGateway()
  options = { url: `${test.gateway.url}/graphql` }
  const element = window.document.createElement('div')
  window.document.body.replaceChildren(element)
  root = createRoot(element as unknown as Element) // happy-dom's elements are what React asks for
})
afterEach(async () => {
  root.unmount()
  await test[Symbol.asyncDispose]()
})

const render = (node: ReactNode): void => root.render(node)

function Progress({ journeyId, of = options }: { journeyId: string | null; of?: UseWatchOptions }): ReactNode {
  return show(useJourney(journeyId, of))
}

function show({ steps, step, connection, error }: JourneyProgress): ReactNode {
  const { createElement: h } = react
  const numbers = steps.map(({ sequence }) => sequence).join(' ')
  return h('p', null, `${numbers}; ${step?.status ?? 'nothing'}; ${connection}; ${error?.name ?? 'no error'}`)
}

function Journeys({ applicantId }: { applicantId: string }): ReactNode {
  const { journeys } = useApplicantJourneys(applicantId, options)
  const rows = journeys.map(({ journey, sequence }) => `${journey.id}=${sequence}`)
  return react.createElement('p', null, rows.toSorted().join(' '))
}

/** What is on the page in the end. */
function expectPage(): ReturnType<typeof expect.poll> {
  return expect.poll(() => window.document.body.textContent, { timeout: 10_000 })
}

it('draws every step of a journey once and in order, and its end, also in strict mode', async () => {
  const journey = await startDrivenJourney(test)
  const { createElement: h, StrictMode } = react
  render(h(StrictMode, null, h(Progress, { journeyId: journey.id })))
  await expectPage().toBe('1; INITIATED; open; no error')
  await journey.drive(test, LAST_SEQUENCE)
  const all = Array.from({ length: LAST_SEQUENCE }, (_, at) => at + 1).join(' ')
  await expectPage().toBe(`${all}; COMPLETED; ended; no error`)
})

it('stays with its connection when drawn anew, follows another journey when told to, and none for null', async () => {
  const first = await startDrivenJourney(test)
  const second = await startDrivenJourney(test, { applicantId: first.applicantId })
  await second.drive(test, 2)
  const { createElement: h } = react
  const asked: string[] = []
  const of = (name: string): UseWatchOptions => ({
    ...options,
    token() {
      asked.push(name)
      return null
    },
  })
  render(h(Progress, { journeyId: first.id, of: of('first') }))
  await expectPage().toMatch(/^1; INITIATED/)
  render(h(Progress, { journeyId: first.id, of: of('again') }))
  await first.drive(test, 2)
  await expectPage().toMatch(/^1 2; /)
  render(h(Progress, { journeyId: second.id, of: of('second') }))
  await expectPage().toMatch(/^2; /)
  expect(asked).toEqual(['first', 'second'])
  render(h(Progress, { journeyId: null }))
  await expectPage().toBe('; nothing; idle; no error')
})

it('gives the error that ends a watch', async () => {
  const journey = await startDrivenJourney(test)
  const foreign = journey.applicantId
  render(react.createElement(Progress, { journeyId: foreign }))
  await expectPage().toBe('; nothing; ended; WatchError')
})

it('ends with AUTH_INVALID for a text that is refused, and asks a function again', async () => {
  await using guarded = await openTestGateway(TOKEN_ENVIRONMENT)
  const headers = await tokenHeaders()
  const journey = await startDrivenJourney(guarded, { headers })
  const of = { url: `${guarded.gateway.url}/graphql`, longestPauseMs: 5 }
  const { createElement: h } = react
  render(h(Progress, { journeyId: journey.id, of: { ...of, token: 'not.a.token' } }))
  await expectPage().toBe('; nothing; ended; WatchError')
  const tokens = ['not.a.token', headers.authorization.replace('Bearer ', '')]
  render(h(Progress, { journeyId: journey.id, of: { ...of, token: () => tokens.shift() ?? null } }))
  await expectPage().toBe('1; INITIATED; open; no error')
  expect(tokens).toEqual([])
})

it('gives the latest step of each journey of an applicant', async () => {
  const first = await startDrivenJourney(test)
  const second = await startDrivenJourney(test, { applicantId: first.applicantId })
  render(react.createElement(Journeys, { applicantId: first.applicantId }))
  await expectPage().toBe([`${first.id}=1`, `${second.id}=1`].toSorted().join(' '))
  await second.drive(test, 3)
  await expectPage().toBe([`${first.id}=1`, `${second.id}=3`].toSorted().join(' '))
})

it('leaves its connection when its component goes', async () => {
  const journey = await startDrivenJourney(test)
  render(react.createElement(Progress, { journeyId: journey.id }))
  await expectPage().toMatch(/^1; INITIATED; open/)
  expect(test.gateway.hub.size).toBe(1)
  render(null)
  await expect.poll(() => test.gateway.hub.size, { timeout: 5_000 }).toBe(0)
})
