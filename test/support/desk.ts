/**
 * The demo app as a person has it: `node src/main.ts` as it is started, a browser on it, and time that passes when the test
 * says so. At its end it has asked nobody but the gateway, and nothing has complained.
 */
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { encodeGlobalId } from '../../src/domain/ids.ts'
import { toDemoApplicant } from '../../src/gateway/demo.ts'
import {
  type DeveloperGateway,
  type DeveloperGatewayOptions,
  openDeveloperGateway,
} from '../whole/bars/harness/developer-gateway.ts'
import { openBrowser, type TestBrowser } from './browser.ts'

export interface TestDesk extends AsyncDisposable {
  readonly page: Page
  readonly gateway: DeveloperGateway
  /** Opens a screen, like `#/start`. */
  open(hash: string): Promise<void>
  /** Lets that much time pass for journeys. */
  pass(ms: number): Promise<void>
  /** Asks the gateway beside the page. */
  // oxlint-disable-next-line typescript/no-explicit-any -- answers of many shapes
  ask(query: string, variables?: object): Promise<any>
  /** Fails when anybody but the gateway was asked, or when the page complained of something other than `but`. */
  expectQuiet(but?: RegExp): void
}

/** A browser on a busy machine takes its time. */
export const EVENTUALLY = { timeout: 15_000 }

export async function openDesk({ environment = {}, mutations = [] }: DeveloperGatewayOptions = {}): Promise<TestDesk> {
  const parts = new AsyncDisposableStack()
  const gateway = parts.use(
    await openDeveloperGateway({ environment: { POLL_INTERVAL_MS: '250', ...environment }, mutations }),
  )
  const browser: TestBrowser = parts.use(await openBrowser())
  const { page } = browser
  page.setDefaultTimeout(EVENTUALLY.timeout)
  const sockets: string[] = []
  // These are not among the requests of a browser.
  page.on('websocket', (socket) => sockets.push(socket.url()))

  return {
    page,
    gateway,
    async open(hash) {
      const address = `${gateway.url}/${hash}`
      // To go where one is already would leave everything as it is.
      await (page.url() === address ? page.reload() : page.goto(address))
      await page.locator('h1').waitFor()
    },
    pass: (advanceMs) => post(`${gateway.url}/sandbox/clock`, { advanceMs }).then(() => undefined),
    async ask(query, variables = {}) {
      const { data } = await (await post(`${gateway.url}/graphql`, { query, variables })).json()
      return data
    },
    expectQuiet(but) {
      const hosts = [...browser.asked, ...sockets].map((address) => new URL(address).host)
      expect(hosts.length).toBeGreaterThan(3)
      expect(new Set(hosts)).toEqual(new Set([new URL(gateway.url).host]))
      expect(browser.complaints.filter((complaint) => but?.test(complaint) !== true)).toEqual([])
    },
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  }
}

/** The page's id of a made-up applicant, and the screen that shows it. */
export function screenOf(persona: string, screen: 'applicants' | 'progress'): string {
  return `#/${screen}/${idOf(persona)}`
}

export function idOf(persona: string): string {
  return encodeGlobalId('Applicant', toDemoApplicant(persona).id)
}

async function post(url: string, body: object): Promise<Response> {
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`)
  return answer
}
