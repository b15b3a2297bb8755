/**
 * S03: a page of another origin in a real Chromium, against a gateway that lets everybody in, as a developer has it, and against
 * a hardened one whose token the page has stolen. It tries a WebSocket, a credentialed fetch, three kinds of posts that need
 * no preflight, and an EventSource. Whether a resolver has run is told by what Finpass was asked.
 */
import { setTimeout as wait } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { openBrowser } from '../../support/browser.ts'
import { TENANT } from '../../support/store-record.ts'
import type { Bar } from './harness/bar.ts'
import { type Cluster, openCluster } from './harness/cluster.ts'
import { DEMO_APPLICANT, openDeveloperGateway } from './harness/developer-gateway.ts'
import { ATTACKS, type Attack, attack, type Target } from './harness/page-attack.ts'
import { openPageServer } from './harness/page-server.ts'

/** What a page of a listed origin can do: where everybody is let in, and where a token has to come along. */
const WORKING: readonly Attack[] = ['webSocket', 'fetch', 'eventSource']
/** What Finpass is asked for tax returns. */
const OPERATION = 'itr.data'
const SETTLE_MS = 250
const WORKING_WITH_TOKEN: readonly Attack[] = ['webSocket', 'fetch']

export const bar: Bar = {
  id: 'S03',
  name: 'evil origin',
  // The store has no part in it.
  modes: ['embedded'],
  undefended: () => [
    {
      file: 'src/server/graphql-endpoint.ts',
      from: "if (request.method === 'POST' && !isJson(request)) {",
      to: 'if (false) {',
    },
    { file: 'src/server/origin.ts', from: 'if (origin !== undefined) {', to: 'if (origin) return true\n if (false) {' },
  ],
  limits: () => ({
    tried: { exactly: 2 * ATTACKS.length },
    reached: { exactly: 0 },
    readable: { exactly: 0 },
    allowedWorks: { exactly: WORKING.length + WORKING_WITH_TOKEN.length },
    askedByAllowed: { least: WORKING.length + WORKING_WITH_TOKEN.length },
  }),
  async run({ mode, mutations, say }) {
    // Each is another site than 127.0.0.1, where the gateway is; and they are two origins.
    await using evil = await openPageServer('localhost')
    await using friend = await openPageServer('localhost')
    const environment = { ALLOWED_ORIGINS: friend.origin, REPORT_CACHE_MS: '0' }
    await using browser = await openBrowser()
    await using open = await openDeveloperGateway({ mutations, environment })
    await using cluster = await openCluster({ mode, mutations, environment })
    const places: readonly Place[] = [
      {
        name: 'open',
        url: open.url,
        applicantId: DEMO_APPLICANT,
        authorization: null,
        countCalls: () => open.countCalls(OPERATION),
      },
      {
        name: 'hardened',
        url: cluster.url,
        applicantId: await addApplicant(cluster),
        authorization: (await cluster.headers('victim', TENANT)).authorization,
        countCalls: () => Promise.resolve(cluster.sandbox.calls.count(OPERATION)),
      },
    ]
    const figures = { tried: 0, reached: 0, readable: 0, allowedWorks: 0, askedByAllowed: 0 }
    for (const place of places) {
      await browser.page.goto(evil.origin)
      for (const name of ATTACKS) {
        const { calls, text } = await tryOnce(browser.page, place, name, true)
        figures.tried += 1
        if (calls > 0) figures.reached += 1
        if (text !== '') figures.readable += 1
        if (calls > 0 || text !== '')
          say(`S03 ${place.name}: ${name} made ${calls} calls and read ${text.slice(0, 60)}`)
      }
      await browser.page.goto(friend.origin)
      for (const name of place.authorization === null ? WORKING : WORKING_WITH_TOKEN) {
        const { calls, text } = await tryOnce(browser.page, place, name, false)
        if (text.includes('"assessmentYear":"')) figures.allowedWorks += 1
        else say(`S03 ${place.name}: ${name} does not work from a listed origin: ${text.slice(0, 200)}`)
        if (calls > 0) figures.askedByAllowed += 1
      }
    }
    return figures
  },
}

interface Place {
  readonly name: string
  readonly url: string
  readonly applicantId: string
  readonly authorization: string | null
  countCalls(): Promise<number>
}

async function tryOnce(page: Page, place: Place, name: Attack, isCredentialed: boolean) {
  const before = await place.countCalls()
  const { authorization, applicantId } = place
  const query = `{ applicant(id: "${applicantId}") { itrFilings { assessmentYear } } }`
  const target: Target = { url: `${place.url}/graphql`, query, authorization, isCredentialed }
  const text = await attack(page, name, target)
  // What the page could not read may still be on its way.
  await wait(SETTLE_MS)
  return { text, calls: (await place.countCalls()) - before }
}

/** One whose tax returns can be asked. */
async function addApplicant({ sandbox, first }: Cluster): Promise<string> {
  const handles = [sandbox.seed('salaried-clean', 'ITR', 3_600_000)]
  const [added] = await first.addJourneys({ count: 1, kind: 'ITR', handles })
  if (added === undefined) throw new Error('no journey was added')
  await first.append({ journeys: [added.journeyId], status: 'COMPLETED' })
  return added.applicantId
}
