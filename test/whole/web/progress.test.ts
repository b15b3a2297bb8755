/** The progress screen in a real browser: steps arrive live, ends good and bad, another try, a network that goes away. */
import type { Locator, Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { EVENTUALLY, type TestDesk } from '../../support/desk.ts'
import { shareDesk } from './shared-desk.ts'

let desk: TestDesk
let page: Page
shareDesk((opened) => {
  desk = opened
  page = opened.page
})

const TAX = 'Tax returns'
const BANK = 'Bank statements and analysis'

function card(name: string): Locator {
  return page.getByRole('region', { name })
}

/** Chooses the person, reads what is wanted, and starts. */
async function start(name: string, reads: readonly (typeof TAX | typeof BANK)[], password = 'sandbox'): Promise<void> {
  await desk.open('#/start')
  await page.getByRole('radio', { name }).check()
  await page.getByRole('checkbox', { name: 'Bank statements' }).setChecked(reads.includes(BANK))
  await page.getByRole('checkbox', { name: 'Tax returns' }).setChecked(reads.includes(TAX))
  if (reads.includes(TAX)) await page.getByLabel('Portal password').fill(password)
  await page.getByRole('button', { name: /^Start for/ }).click()
}

/** Likewise, and waits until what was started is on the screen: time that passes before counts for nothing. */
async function startAndSee(...[name, reads]: Parameters<typeof start>): Promise<void> {
  await start(name, reads)
  for (const read of reads) await card(read).waitFor()
}

async function readNumbers(name: string): Promise<number[]> {
  const rows = await card(name).locator('[data-sequence]').all()
  return Promise.all(rows.map(async (row) => Number(await row.getAttribute('data-sequence'))))
}

/** What the gateway has recorded of the one journey of the applicant on the screen. */
async function readRecorded(): Promise<{ status: string; percent: number; sequence: number }> {
  const { journeys } = (
    await desk.ask('query ($id: ID!) { applicant(id: $id) { journeys { status percent sequence } } }', {
      id: new URL(page.url()).hash.split('/').at(-1),
    })
  ).applicant
  return journeys[0]
}

describe('the progress screen', { timeout: 40_000 }, () => {
  it('shows both journeys of a person step by step, bank by bank, with a guess of the wait, to a clear success', async () => {
    await startAndSee('Meera Narayan Iyer', [TAX, BANK])
    await card(BANK).getByText('It is the borrower’s turn').waitFor()
    await card(BANK)
      .getByText(/The link holds for \d+ minutes more/)
      .waitFor()
    expect(
      await card(BANK)
        .getByRole('link', { name: /^Open the consent page/ })
        .getAttribute('href'),
    ).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/consent\//)
    await card(TAX)
      .getByText(/seconds left/)
      .waitFor()

    await desk.pass(20_000)
    await card(TAX).getByText('Downloading the returns').first().waitFor()
    await desk.pass(30_000)
    await card(TAX).getByText('The tax returns are here').waitFor()
    await desk.pass(15_000)
    await card(BANK).getByRole('list', { name: 'Banks' }).getByText('Being analysed').first().waitFor()
    await desk.pass(30_000)
    await card(BANK).getByRole('list', { name: 'Banks' }).getByText('Complete').first().waitFor()
    await desk.pass(60_000)
    await card(BANK).getByText('The bank statements are here').waitFor()
    for (const name of [TAX, BANK]) {
      const numbers = await readNumbers(name)
      expect(numbers).toEqual(numbers.map((_, index) => index + 1))
    }
    await page.getByRole('link', { name: 'See the result' }).first().click()
    await page.getByRole('heading', { name: 'Income across years' }).waitFor()
  })

  it('goes on without a gap when the network comes back, and claims nothing while it is away', async () => {
    await startAndSee('Meera Narayan Iyer', [TAX])
    await card(TAX).getByText('Logging in to the tax portal').first().waitFor()
    await page.getByText('Live', { exact: true }).waitFor()
    await page.context().setOffline(true)
    await page.getByText('The network is away').waitFor()
    expect(await card(TAX).getAttribute('data-state')).toBe('paused')
    const before = await readNumbers(TAX)

    for (const ms of [10_000, 12_000, 10_000]) {
      const { sequence } = await readRecorded()
      await desk.pass(ms)
      await expect.poll(async () => (await readRecorded()).sequence, EVENTUALLY).toBeGreaterThan(sequence)
    }
    expect(await readNumbers(TAX)).toEqual(before)
    await page.context().setOffline(false)
    const { sequence } = await readRecorded()
    expect(sequence).toBeGreaterThan(before.length + 1)
    await expect.poll(() => readNumbers(TAX), EVENTUALLY).toEqual(Array.from({ length: sequence }, (_, at) => at + 1))
    await desk.pass(30_000)
    await card(TAX).getByText('The tax returns are here').waitFor()
    expect(await readNumbers(TAX)).toEqual(Array.from({ length: (await readRecorded()).sequence }, (_, at) => at + 1))
  })

  it('can cut its own network and bring it back', async () => {
    await startAndSee('Kavita Mohan Desai', [TAX])
    await page.getByText('Live', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Cut the network' }).click()
    await page.getByText('The network is away').waitFor()
    await desk.pass(60_000)
    await expect.poll(async () => (await readRecorded()).status, EVENTUALLY).toBe('COMPLETED')
    await page.getByRole('button', { name: 'Bring the network back' }).click()
    await card(TAX).getByText('The tax returns are here').waitFor()
  })

  it('says at once when the portal refuses the password', async () => {
    await start('Imran Yusuf Wani', [TAX])
    await page.getByRole('alert').getByText('The tax portal refused the password').waitFor()
    expect(await page.getByRole('alert').innerText()).toContain('FINPASS_CREDENTIALS')
  })

  it('offers another try after a password that was refused late, and shows the new journey', async () => {
    await startAndSee('Divya Ashok Wagh', [TAX])
    await desk.pass(12_000)
    await page.getByRole('alert').getByText('The tax portal refused the password').waitFor()
    await page.getByRole('button', { name: 'Try again with the password' }).click()
    await page.getByLabel('Log in as').selectOption('salaried-clean')
    await page.getByLabel('Portal password').fill('another')
    await page.getByRole('button', { name: 'Start again' }).click()
    await expect.poll(() => card(TAX).count(), EVENTUALLY).toBe(2)
    await desk.pass(60_000)
    await page.getByText('The tax returns are here').waitFor()
  })

  it('takes a denial kindly, and can send a new link', async () => {
    await startAndSee('Latha Gopal Rao', [BANK])
    await desk.pass(45_000)
    await card(BANK).getByText('The borrower declined').waitFor()
    expect(await card(BANK).innerText()).toContain('no mark against them')
    await page.getByRole('button', { name: 'Send a new consent link' }).click()
    await page.getByLabel('Send the link to').selectOption('salaried-clean')
    await page.getByRole('button', { name: 'Start again' }).click()
    await page.getByText('It is the borrower’s turn').waitFor()
  })

  it('says when the consent link has lapsed', async () => {
    await startAndSee('Arjun Dev Bhatt', [BANK])
    await card(BANK).getByText('It is the borrower’s turn').waitFor()
    await page.getByRole('button', { name: 'Skip 30 minutes' }).click()
    await card(BANK).getByText('The consent link lapsed').waitFor()
    expect(await card(BANK).getByRole('button', { name: 'Send a new consent link' }).count()).toBe(1)
  })
})
