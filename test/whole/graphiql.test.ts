/** GraphiQL as a newcomer meets it: a real browser on a real gateway, the saved operations in front, nothing from elsewhere. */
import { SignJWT } from 'jose'
import type { Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readSavedOperations } from '../../scripts/generated.ts'
import { ROOT } from '../guards/source.ts'
import { openBrowser, type TestBrowser } from '../support/browser.ts'
import { openTestGateway, type TestGateway } from '../support/gateway.ts'
import { DOCS, EDITOR, EVENTUALLY, openPage, readEditor, readTabs, RESULT, RUN } from '../support/graphiql.ts'

describe('GraphiQL', { timeout: 60_000 }, () => {
  let test: TestGateway
  let browser: TestBrowser
  let page: Page

  beforeEach(async () => {
    test = await openTestGateway()
    browser = await openBrowser()
    page = browser.page
  })
  afterEach(async () => {
    await browser[Symbol.asyncDispose]()
    await test[Symbol.asyncDispose]()
  })

  it('opens with the underwriter view in front, shows the applicant on a click, and asks nobody but the gateway', async () => {
    const applicantId = await test.seed('salaried-clean', ['ITR', 'AA_BSA'])
    await openPage(page, test.gateway.url)
    await expect.poll(() => readEditor(page, EDITOR), EVENTUALLY).toContain(applicantId)
    await page.locator(RUN).click()
    await expect.poll(() => readEditor(page, RESULT), EVENTUALLY).toContain('"name": "MEERA NARAYAN IYER"')
    expect(await readEditor(page, RESULT)).not.toContain('errors')
    expect(test.takeCalls()).toEqual(['aa-bsa.analysis-json', 'aa-bsa.statement-result', 'itr.data'])

    await page.locator(DOCS).click()
    await page.getByText('All Schema Types').waitFor()

    const origins = new Set(browser.asked.map((url) => new URL(url).origin))
    expect([...origins]).toEqual([test.gateway.url])
    // The workers of the editor did start, so that what they ask was seen as well.
    expect(browser.asked.filter((url) => url.startsWith('blob:')).length).toBeGreaterThan(1)
    expect(browser.complaints).toEqual([])
  })

  it('fills the window and does not scroll, however long the operation in front is', async () => {
    await openPage(page, test.gateway.url)
    await page.locator('.graphiql-query-editor .view-line').nth(20).waitFor()
    const size = await page.evaluate(() => {
      const { scrollWidth, scrollHeight, clientWidth, clientHeight } = document.documentElement
      return { page: [scrollWidth, scrollHeight], window: [clientWidth, clientHeight] }
    })
    expect(size.page).toEqual(size.window)
  })

  it('has a tab for every saved operation: the underwriter view, the other queries, what changes something last', async () => {
    await openPage(page, test.gateway.url)
    const operations = readSavedOperations(ROOT).map(({ text }) => {
      const [, kind = '', name = ''] = /^(query|subscription|mutation) (\w+)/m.exec(text) ?? []
      return { kind, name }
    })
    const of = (wanted: string) => operations.filter(({ kind }) => kind === wanted).map(({ name }) => name)
    const others = [...of('query').filter((name) => name !== 'UnderwriterView'), ...of('subscription')]
    expect(others.length).toBeGreaterThan(5)
    expect(of('mutation').length).toBeGreaterThan(3)
    expect(await readTabs(page)).toEqual(['UnderwriterView', ...others, ...of('mutation')])
  })

  it('changes to another tab on a click, on the first visit too, and runs what is in it', async () => {
    await test.seed('salaried-clean', ['AA_BSA'])
    await openPage(page, test.gateway.url)
    await expect.poll(() => readEditor(page, EDITOR), EVENTUALLY).toContain('applicantId')
    await page.locator('.graphiql-tab > button', { hasText: 'MonthlyCashFlow' }).click()
    await expect.poll(() => readEditor(page, '.graphiql-query-editor'), EVENTUALLY).toContain('query MonthlyCashFlow(')
    await page.locator(RUN).click()
    await expect.poll(() => readEditor(page, RESULT), EVENTUALLY).toContain('"monthly": [')
    expect(browser.complaints).toEqual([])
  })

  it('keeps its tabs over a reload, also after an edit that went into the address', async () => {
    await openPage(page, test.gateway.url)
    await expect.poll(() => readEditor(page, EDITOR), EVENTUALLY).toContain('applicantId')
    const tabs = await readTabs(page)
    await page.reload()
    await page.locator(RUN).waitFor()
    expect(await readTabs(page)).toEqual(tabs)

    await page.locator('.graphiql-query-editor .view-lines').click()
    await page.keyboard.type(' ')
    await page.waitForURL(/\?query=/)
    // What is remembered follows half a second later.
    const edited = new URL(page.url()).searchParams.get('query')
    await expect
      .poll(() => page.evaluate(() => localStorage.getItem('graphiql:tabState')), EVENTUALLY)
      .toContain(JSON.stringify(edited))
    await page.reload()
    await page.locator(RUN).waitFor()
    expect(await readTabs(page)).toEqual(tabs)
  })
})

describe('GraphiQL where callers need a token', { timeout: 60_000 }, () => {
  const secret = 'a-secret-that-only-this-test-knows'

  it('reads the schema and runs an operation once the headers editor has one', async () => {
    await using test = await openTestGateway({ AUTH: 'jwt', AUTH_JWT_SECRET: secret })
    await using browser = await openBrowser()
    const { page } = browser
    await test.seed('salaried-clean', ['ITR', 'AA_BSA'])
    const token = await new SignJWT({ tenant: 'demo', scope: 'applicants:read analysis:read' })
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject('frontend')
      .setExpirationTime('5m')
      .sign(new TextEncoder().encode(secret))

    await openPage(page, test.gateway.url)
    await expect.poll(() => readEditor(page, RESULT), EVENTUALLY).toContain('AUTH_REQUIRED')
    await page.getByRole('button', { name: 'Headers' }).click()
    await page.locator(`${EDITOR} .view-lines`).click()
    await page.keyboard.press('ControlOrMeta+A')
    await page.keyboard.press('Delete')
    // Key by key: what is inserted at once gets a second closing quote and bracket from the editor.
    await page.keyboard.type(`{"Authorization":"Bearer ${token}"}`)
    await page.locator('[aria-label^="Re-fetch GraphQL schema"]').click()
    await page.locator(DOCS).click()
    await page.getByText('All Schema Types').waitFor()
    await page.locator(RUN).click()
    // Masked: the token lacks pii:read.
    await expect.poll(() => readEditor(page, RESULT), EVENTUALLY).toContain('"pan": "SALPI****A"')
    expect(new Set(browser.asked.map((url) => new URL(url).origin))).toEqual(new Set([test.gateway.url]))
    expect(test.logged.join()).not.toContain(token)
  })
})

describe('the page over HTTP', () => {
  const accept = 'text/html,application/xhtml+xml'

  it('is sent compressed, and not again to a browser that has it', async () => {
    await using test = await openTestGateway()
    const url = `${test.gateway.url}/graphql`
    const first = await fetch(url, { headers: { accept, 'accept-encoding': 'gzip' } })
    expect(first.status).toBe(200)
    expect(first.headers.get('content-encoding')).toBe('gzip')
    expect(Number(first.headers.get('content-length'))).toBeLessThan(3_000_000)
    expect(await first.text()).toContain('query UnderwriterView(')
    const etag = first.headers.get('etag') ?? ''
    const second = await fetch(url, { headers: { accept, 'if-none-match': etag } })
    expect([second.status, await second.text()]).toEqual([304, ''])
    const plain = await fetch(url, { headers: { accept, 'accept-encoding': 'identity' } })
    expect(plain.headers.get('content-encoding')).toBeNull()
    expect(await plain.text()).toContain('query UnderwriterView(')
  })

  it('is not there in production', async () => {
    await using test = await openTestGateway({ NODE_ENV: 'production', AUTH: 'off' })
    for (const path of ['/', '/graphql', '/graphql?query=%7Bviewer%7Bsubject%7D%7D']) {
      const answer = await fetch(test.gateway.url + path, { headers: { accept }, redirect: 'manual' })
      expect(answer.headers.get('content-type') ?? '').not.toContain('html')
      expect(await answer.text()).not.toMatch(/<\w/)
    }
  })
})
