/**
 * A real browser for a test: Debian's Chromium without a window, with a profile of its own that is gone afterwards. Keeps
 * every address that the page and its workers ask, and every complaint of the page. Disposed with `await using`.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Page } from 'playwright-core'
import { findChromium } from './chromium.ts'

export interface TestBrowser extends AsyncDisposable {
  readonly page: Page
  /** Addresses that were asked, in order; `blob:` and `data:` ones too. */
  readonly asked: readonly string[]
  /** Errors on the console (refused by the content security policy, for example) and errors that nobody caught. */
  readonly complaints: readonly string[]
}

/** Silence: nothing of its own accord, neither on the network nor on the screen. */
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Opens an empty page; rejects when there is no Chromium (scripts/test-needs.ts sees to one). */
export async function openBrowser(): Promise<TestBrowser> {
  const executablePath = findChromium()
  if (executablePath === null) throw new Error('no Chromium: node scripts/test-needs.ts installs one or says how')
  const profile = await mkdtemp(join(tmpdir(), 'finpass-graph-browser-'))
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    args: FLAGS,
    viewport: { width: 1440, height: 900 },
  })
  const asked: string[] = []
  const complaints: string[] = []
  // Of the context, not of the page: that includes its workers.
  context.on('request', (request) => asked.push(request.url()))
  context.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  context.on('weberror', (thrown) => complaints.push(thrown.error().message))
  return {
    page: await context.newPage(),
    asked,
    complaints,
    async [Symbol.asyncDispose]() {
      await context.close()
      await rm(profile, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}
