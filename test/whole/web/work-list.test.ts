/** The work-list in a real browser: who is there, found by name or reference, moving as journeys do; and where a token is wanted. */
import { SignJWT } from 'jose'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { EVENTUALLY, idOf, openDesk, type TestDesk } from '../../support/desk.ts'
import { shareDesk } from './shared-desk.ts'

const START = `mutation ($input: AaBsaJourneyStartInput!) { aaBsaJourneyStart(input: $input) { journey { id } } }`

describe('the work-list', { timeout: 40_000 }, () => {
  let desk: TestDesk
  let page: Page
  shareDesk((opened) => {
    desk = opened
    page = opened.page
  })

  const row = (name: string) => page.getByRole('listitem').filter({ hasText: name })

  it('shows how far each source is, live, from a start elsewhere to its end', async () => {
    await desk.open('#/')
    await row('Latha Gopal Rao').getByText('Ended without data').waitFor()
    await page.getByText('Live', { exact: true }).waitFor()
    const input = { applicantId: idOf('wrong-password-late'), mobile: '9000000001' }
    await desk.ask(START, { input })
    await row('Divya Ashok Wagh')
      .getByText(/· \d+ %/)
      .waitFor()
    await desk.pass(150_000)
    await expect.poll(() => row('Divya Ashok Wagh').innerText(), EVENTUALLY).toMatch(/Bank \+ analysis\s*Complete/)
  })

  it('finds by a part of the name and by reference, and says when there is nobody', async () => {
    await desk.open('#/')
    await page.getByLabel('Find').fill('iyer')
    await expect.poll(() => page.getByRole('listitem').count(), EVENTUALLY).toBe(1)
    await page.getByLabel('Find').fill('ln-1013')
    await row('Venkatesh Raman Gowda').waitFor()
    await page.getByLabel('Find').fill('zzz')
    await page.getByText('Nobody matches “zzz”').waitFor()
  })

  it('leads by keyboard to an applicant, whose heading is then read first', async () => {
    await desk.open('#/')
    await row('Meera Narayan Iyer').waitFor()
    await page.keyboard.press('Tab')
    await page.getByRole('link', { name: 'Skip to content' }).press('Enter')
    await page.keyboard.press('Tab')
    for (let steps = 0; steps < 12; steps += 1) {
      const focused = await page.evaluate(() => document.activeElement?.textContent)
      if (focused === 'Meera Narayan Iyer') break
      await page.keyboard.press('Tab')
    }
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Income across years' }).waitFor()
    await page.goBack()
    await row('Meera Narayan Iyer').waitFor()
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Work-list')
  })
})

describe('a gateway that wants tokens', { timeout: 40_000 }, () => {
  const secret = 'a-secret-that-only-this-test-knows'

  it('is given the one that is pasted, and shows what it may', async () => {
    await using desk = await openDesk({ environment: { AUTH: 'jwt', AUTH_JWT_SECRET: secret } })
    const { page } = desk
    await desk.open('#/')
    await page.getByRole('heading', { name: 'This gateway wants a token' }).waitFor()
    const token = await new SignJWT({ tenant: 'demo', scope: 'applicants:read' })
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject('desk')
      .setExpirationTime('5m')
      .sign(new TextEncoder().encode(secret))
    await page.getByLabel('Token').fill(`Bearer ${token}`)
    await page.getByRole('button', { name: 'Use this token' }).click()
    await page.getByRole('link', { name: 'Meera Narayan Iyer', exact: true }).click()
    await page.getByText('Your role does not see this').first().waitFor()
    expect(await page.getByRole('region', { name: 'Applicant', exact: true }).innerText()).toContain('SALPI****A')
    expect(await page.getByLabel('Role').count()).toBe(0)
    // Browsers tell of every 401; there is one until the token is given.
    desk.expectQuiet(/status of 401/)
  })
})
