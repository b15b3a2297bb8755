/** GraphiQL's menus: in which role one asks and about whom, over HTTP and over WebSocket, and what the page keeps of it. */
import type { WebSocket } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Page } from '../../src/server/graphiql/browser.ts'
import { type TestBrowser, openBrowser } from '../support/browser.ts'
import { startDrivenJourney } from '../support/driven-journey.ts'
import { openTestGateway, type TestGateway } from '../support/gateway.ts'
import { chooseTab, EDITOR, EVENTUALLY, openPage, readEditor, RESULT, RUN } from '../support/graphiql.ts'
import { TOKEN_ENVIRONMENT, tokenHeaders } from '../support/token.ts'

const ROLE = 'select[aria-label="Ask as"]'
const PERSONA = 'select[aria-label="Ask about"]'
const QUERY = '.graphiql-query-editor'

let browser: TestBrowser

async function expectResult(text: string): Promise<void> {
  await expect.poll(() => readEditor(browser.page, RESULT), EVENTUALLY).toContain(text)
}

/** What is remembered for good; what was typed last follows half a second later. */
async function readStorage(): Promise<string> {
  return browser.page.evaluate(() => JSON.stringify(Object.entries(localStorage)))
}

beforeEach(async () => {
  browser = await openBrowser()
}, 60_000)
afterEach(async () => {
  await browser[Symbol.asyncDispose]()
})

describe('GraphiQL on the sandbox', { timeout: 60_000 }, () => {
  let test: TestGateway

  beforeEach(async () => {
    test = await openTestGateway()
    await test.seed('salaried-clean', ['AA_BSA'])
    await test.seed('emi-bounces', ['AA_BSA'])
    await openPage(browser.page, test.gateway.url)
    await expect.poll(() => readEditor(browser.page, EDITOR), EVENTUALLY).toContain('applicantId')
  }, 60_000)
  afterEach(() => test[Symbol.asyncDispose]())

  it('fills headers and variables for the chosen role and person, on every tab, and keeps no token', async () => {
    const { page } = browser
    await page.locator(PERSONA).selectOption('LN-1002')
    await page.locator(ROLE).selectOption('underwriter')
    await page.getByRole('button', { name: 'Headers' }).click()
    await expect.poll(() => readEditor(page, EDITOR), EVENTUALLY).toContain('"Authorization": "Bearer ')
    await page.locator(RUN).click()
    await expectResult('"reference": "LN-1002"')
    await expectResult('"pan": "EMIPK****B"')
    // Which calls to Finpass that took, at the end of the answer.
    const answer = await browser.page.evaluate(() => {
      const { monaco } = globalThis as unknown as { monaco: Page['monaco'] } // the page's own
      return (
        monaco.editor
          .getModels()
          .find(({ uri }) => uri.path.endsWith('response.json'))
          ?.getValue() ?? ''
      )
    })
    expect(JSON.stringify(JSON.parse(answer).extensions.finpass)).toContain('"endpoint":"aa-bsa.analysis"')

    await chooseTab(page, 'Viewer')
    await expect.poll(() => readEditor(page, QUERY), EVENTUALLY).toContain('query Viewer')
    await expect.poll(() => readEditor(page, EDITOR), EVENTUALLY).toContain('"Authorization": "Bearer ')
    await page.locator(RUN).click()
    await expectResult('"subject": "underwriter"')
    await page.locator(ROLE).selectOption('senior-underwriter+stepUp')
    // The editor shows the beginning of a token, which is the same for all; the gateway knows who asks.
    await expect
      .poll(async () => {
        await page.locator(RUN).click()
        return readEditor(page, RESULT)
      }, EVENTUALLY)
      .toContain('"pii:read"')

    await page.getByLabel('Show History').click()
    await page.locator('.graphiql-history-item-label', { hasText: 'UnderwriterView' }).click()
    await expect.poll(() => readEditor(page, QUERY), EVENTUALLY).toContain('query UnderwriterView')
    await expect.poll(readStorage, EVENTUALLY).toContain('graphiql:queries')
    expect(await readStorage()).not.toContain('Bearer')
    expect(browser.complaints).toEqual([])
    expect(test.logged.join()).not.toContain('eyJ')
  })

  it('shows a borrower what is theirs and nothing else, and an auditor no analysis', async () => {
    const { page } = browser
    await page.locator(ROLE).selectOption('borrower')
    await page.locator(PERSONA).selectOption('LN-1002')
    await page.getByRole('button', { name: 'Headers' }).click()
    await chooseTab(page, 'ApplicantList')
    await expect.poll(() => readEditor(page, EDITOR), EVENTUALLY).toContain('Bearer')
    await page.locator(RUN).click()
    await expectResult('"totalCount": 1,')
    await expectResult('"reference": "LN-1002"')
    await chooseTab(page, 'UnderwriterView')
    await page.locator(ROLE).selectOption('auditor')
    await expect
      .poll(async () => {
        await page.locator(RUN).click()
        return readEditor(page, RESULT)
      }, EVENTUALLY)
      .toContain('AUTH_SCOPE')
  })

  it('writes a mutation for the chosen person, with a key of its own', async () => {
    const { page } = browser
    await page.locator(PERSONA).selectOption('LN-1002')
    await chooseTab(page, 'StartAaBsaJourney')
    await expect.poll(() => readEditor(page, EDITOR), EVENTUALLY).toContain('"mobile": "9000000002"')
    expect(await readEditor(page, EDITOR)).toContain('"idempotencyKey": "first-try-bsa-LN-1002"')
    await chooseTab(page, 'RegisterApplicant')
    await expect.poll(() => readEditor(page, EDITOR), EVENTUALLY).toContain('"mobile": "9000000099"')
  })
})

describe('GraphiQL where callers need a token', { timeout: 60_000 }, () => {
  it('subscribes over WebSocket with the token of the headers pane, shows each step, and says when there is none', async () => {
    await using test = await openTestGateway(TOKEN_ENVIRONMENT)
    const headers = await tokenHeaders()
    const journey = await startDrivenJourney(test, { headers })
    const { page } = browser
    const sent: string[] = []
    const opened: string[] = []
    page.on('websocket', (socket: WebSocket) => {
      opened.push(socket.url())
      socket.on('framesent', ({ payload }) => sent.push(String(payload)))
    })
    await openPage(page, test.gateway.url)
    await expect.poll(() => page.locator(PERSONA).count(), EVENTUALLY).toBe(1)
    // Nobody gets a token who has none.
    expect(await page.locator(ROLE).count()).toBe(0)
    await chooseTab(page, 'WatchJourney')
    await write('.graphiql-editor-tool', `{"journeyId":"${journey.id}"`)
    await page.locator(RUN).click()
    await expectResult('did not accept the token')
    sent.length = 0
    opened.length = 0
    await page.getByRole('button', { name: 'Headers' }).click()
    await write('.graphiql-editor-tool', `{"Authorization":"${headers.authorization}"`)
    await page.locator(RUN).click()
    await expectResult('"sequence": 1')
    await journey.drive(test, 2)
    await expectResult('"sequence": 2')
    expect(opened).toEqual([`${test.gateway.url.replace('http', 'ws')}/graphql`])
    expect(JSON.parse(sent[0] ?? '')).toEqual({
      type: 'connection_init',
      payload: { Authorization: headers.authorization },
    })
    // Stopping it leaves the gateway.
    await page.locator(RUN).click()
    await expect.poll(() => test.gateway.hub.size, EVENTUALLY).toBe(0)
  })

  /** Key by key: what is inserted at once gets a second closing quote from the editor. It closes the bracket itself. */
  async function write(editor: string, text: string): Promise<void> {
    const { page } = browser
    await page.locator(`${editor} .graphiql-editor:not(.hidden) .view-lines`).click()
    await page.keyboard.press('ControlOrMeta+A')
    await page.keyboard.press('Delete')
    await page.keyboard.type(text)
  }
})
