/** GraphiQL as a person sees it: what is clicked, what an editor shows, which tabs there are. */
import type { Page } from 'playwright-core'

export const RUN = '.graphiql-execute-button'
export const EDITOR = '.graphiql-editor-tool .graphiql-editor:not(.hidden)'
export const RESULT = '.result-window'
/** A browser on a busy machine takes its time. */
export const EVENTUALLY = { timeout: 10_000 }
export const DOCS = '[aria-label="Show Documentation Explorer"]'

/** The titles of the tabs, without the label of their close button. */
export async function readTabs(page: Page): Promise<string[]> {
  return page.locator('.graphiql-tab > button:first-child').allTextContents()
}

export async function openPage(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/graphql`)
  await page.locator(RUN).waitFor()
}

export async function chooseTab(page: Page, name: string): Promise<void> {
  await page.locator('.graphiql-tab > button', { hasText: name }).first().click()
}

/** What an editor shows: it draws spaces as characters of their own. */
export async function readEditor(page: Page, selector: string): Promise<string> {
  return (await page.locator(selector).innerText()).replaceAll('\u00a0', ' ')
}
