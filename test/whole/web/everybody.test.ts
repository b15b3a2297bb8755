/** Every screen in light and dark, wide and narrow: usable without a mouse or sight, and cut off nowhere. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { ROOT } from '../../guards/source.ts'
import { EVENTUALLY, screenOf, type TestDesk } from '../../support/desk.ts'
import { shareDesk } from './shared-desk.ts'

const AXE = readFileSync(join(ROOT, 'node_modules/axe-core/axe.min.js'), 'utf8')
const SCREENS = [
  ['the work-list', '#/', 'Meera Narayan Iyer'],
  ['a new journey', '#/start', 'What is read'],
  ['progress', screenOf('consent-denied', 'progress'), 'The borrower declined'],
  ['the underwriter’s page', screenOf('flags-and-foir', 'applicants'), 'An instalment failed'],
] as const

let desk: TestDesk
let page: Page
shareDesk((opened) => {
  desk = opened
  page = opened.page
})

async function findIssues(): Promise<string[]> {
  // Evaluated by the debugger, so that the page's own policy stays as strict as it is.
  await page.evaluate(AXE)
  const results = await page.evaluate(() => {
    const { axe } = globalThis as unknown as { axe: { run(): Promise<AxeResults> } } // loaded on the line above
    return axe.run()
  })
  return results.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`)
}

describe.each(['light', 'dark'] as const)('in %s', (theme) => {
  it.each([1280, 390])(
    'has no serious issue, and nothing beside the edge, at %i pixels',
    async (width) => {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
      await page.setViewportSize({ width, height: 844 })
      for (const [name, hash, words] of SCREENS) {
        await desk.open(hash)
        await page.getByText(words).first().waitFor()
        if (hash.includes('applicants')) await page.getByRole('table', { name: 'Transactions' }).waitFor()
        expect([name, await findIssues()]).toEqual([name, []])
        const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
        expect([name, over]).toEqual([name, 0])
      }
    },
    60_000,
  )
})

it('keeps the light that somebody chose, whatever the system says', async () => {
  const readPaper = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize({ width: 1280, height: 844 })
  await desk.open('#/')
  const light = await readPaper()
  await page.getByLabel('Theme').selectOption('dark')
  await expect.poll(readPaper, EVENTUALLY).not.toBe(light)
  const dark = await readPaper()
  await page.reload()
  await page.locator('h1').waitFor()
  expect(await readPaper()).toBe(dark)
  await page.getByLabel('Theme').selectOption('system')
  await expect.poll(readPaper, EVENTUALLY).toBe(light)
})
