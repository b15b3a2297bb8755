/** A tax journey that the gateway has given up, while the tax portal has not: looking again brings what has come meanwhile. */
import { expect, it } from 'vitest'
import { EVENTUALLY, openDesk } from '../../support/desk.ts'

/** Five minutes are too long for a test; nothing else is other than it is. */
const SHORT = { file: 'src/journeys/deadline.ts', from: 'const ITR_MS = 5 * MINUTE_MS', to: 'const ITR_MS = 3_000' }

it('brings the returns that came after the gateway had stopped waiting, and bills nothing for it', async () => {
  await using desk = await openDesk({ mutations: [SHORT] })
  const { page } = desk
  const cards = page.getByRole('region', { name: 'Tax returns' })
  await desk.open('#/start')
  await page.getByRole('radio', { name: 'Meera Narayan Iyer' }).check()
  await page.getByRole('checkbox', { name: 'Bank statements' }).uncheck()
  await page.getByLabel('Portal password').fill('sandbox')
  await page.getByRole('button', { name: /^Start for/ }).click()
  await page.getByText('This took too long').waitFor()
  expect(await cards.innerText()).toContain('JOURNEY_TIMED_OUT')
  const starts = await desk.gateway.countCalls('itr.start')

  await desk.pass(120_000)
  await page.getByRole('button', { name: 'Look again' }).click()
  await page.getByText('The tax returns are here').waitFor()
  await expect.poll(() => cards.count(), EVENTUALLY).toBe(2)
  expect(await desk.gateway.countCalls('itr.start')).toBe(starts)
  desk.expectQuiet()
}, 60_000)
