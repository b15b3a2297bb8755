/** The underwriter's page in a real browser: one query, exact amounts, an endless ledger, masked values, honest gaps. */
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { EVENTUALLY, idOf, screenOf, type TestDesk } from '../../support/desk.ts'
import { shareDesk } from './shared-desk.ts'

let desk: TestDesk
let page: Page
const asked: string[] = []
shareDesk((opened) => {
  desk = opened
  page = opened.page
  page.on('request', (request) => {
    const [, name] = /(?:query|mutation) (\w+)/.exec(request.postData() ?? '') ?? []
    if (name !== undefined) asked.push(name)
  })
})

const panel = (name: string) => page.getByRole('region', { name, exact: true })

describe('the underwriter’s page', { timeout: 40_000 }, () => {
  it('shows the whole picture from one query, with amounts as they are written in India', async () => {
    asked.length = 0
    await desk.open(screenOf('salaried-clean', 'applicants'))
    await page.getByRole('heading', { name: 'Meera Narayan Iyer' }).waitFor()
    const income = await panel('Income across years').innerText()
    expect(income).toMatch(/2026-27[\s\S]*2025-26[\s\S]*2024-25/)
    expect(income).toMatch(/Gross total\s+16,23,240\s+14,70,400\s+13,42,560/)
    expect(await panel('Accounts').innerText()).toContain('9,84,669.83')
    expect(await panel('Tax and refunds').innerText()).toContain('1,21,447')
    await panel('Transactions').getByText('355 lines match').waitFor()
    expect(await panel('Transactions').innerText()).toContain('10,99,580.37')
    expect(asked.filter((name) => name === 'UnderwriterPage')).toHaveLength(1)
    expect(new Set(asked)).toEqual(new Set(['WhoAmI', 'UnderwriterPage', 'LedgerPage']))
  })

  it('draws the cash flow, and gives the same as a table', async () => {
    await desk.open(screenOf('salaried-clean', 'applicants'))
    const canvas = panel('Cash flow').locator('canvas')
    await canvas.waitFor()
    const readInk = () =>
      canvas.evaluate((element: HTMLCanvasElement) => {
        const pixels = element.getContext('2d')?.getImageData(0, 0, element.width, element.height).data ?? []
        return new Set(pixels).size
      })
    await expect.poll(readInk, EVENTUALLY).toBeGreaterThan(50)
    await panel('Cash flow').getByRole('button', { name: 'As a table' }).click()
    const rows = await panel('Cash flow').getByRole('row').allInnerTexts()
    expect(rows).toHaveLength(9)
    expect(rows[1]).toMatch(/^Mar 26\s+[\d,]+\.\d{2}\s+[\d,]+\.\d{2}\s+−?[\d,]+\.\d{2}$/)
  })

  it('shows FOIR as a percentage, and flags as reasons to look closer', async () => {
    await desk.open(screenOf('flags-and-foir', 'applicants'))
    await page.getByText(/^\d\d\.\d %$/).waitFor()
    const signals = await panel('Signals').innerText()
    expect(signals).toMatch(/An instalment failed\s+look closer/)
    expect(signals).toMatch(/A salary was reversed\s+not seen/)
    expect(signals).toContain('Reasons to look closer, not to decline')
    expect(signals).toMatch(/Instalments a month\s+38,250\.00/)
  })

  it('scrolls on and on through 50,000 lines, drawing only those in sight', async () => {
    await desk.open(screenOf('huge-statement', 'applicants'))
    const ledger = page.getByRole('table', { name: 'Transactions' })
    await ledger.waitFor()
    expect(await ledger.getAttribute('aria-rowcount')).toBe('50001')
    const readLast = () => ledger.locator('[aria-rowindex]').last().getAttribute('aria-rowindex').then(Number)
    for (const reached of [190, 390, 590]) {
      const scrollOn = async () => {
        await ledger.evaluate((frame) => frame.scrollTo(0, frame.scrollHeight))
        return readLast()
      }
      await expect.poll(scrollOn, EVENTUALLY).toBeGreaterThan(reached)
    }
    expect(await ledger.locator('.ledger-line').count()).toBeLessThan(60)
    // By keyboard too.
    await ledger.focus()
    await page.keyboard.press('Home')
    await expect.poll(() => ledger.evaluate((frame) => frame.scrollTop), EVENTUALLY).toBe(0)
  })

  it('searches and filters the whole ledger, with exact sums of what matches', async () => {
    const transactions = panel('Transactions')
    await desk.open(screenOf('huge-statement', 'applicants'))
    await transactions.getByText('50,000 lines match').waitFor()
    await transactions.getByLabel('Direction').selectOption('DEBIT')
    await transactions.getByText('12,000 lines match').waitFor()
    await transactions.getByLabel('At least').fill('5,000')
    await transactions.getByText(/^[\d,]+ lines? match$/).waitFor()
    await expect.poll(() => transactions.innerText(), EVENTUALLY).not.toContain('12,000 lines match')
    const { applicant } = await desk.ask(
      'query ($id: ID!) { applicant(id: $id) { transactions(where: { type: DEBIT, minAmount: "5000" }) { totalCount } } }',
      { id: idOf('huge-statement') },
    )
    const count: number = applicant.transactions.totalCount
    await transactions.getByText(`${count.toLocaleString('en-IN')} lines match`).waitFor()
    await transactions.getByLabel('Search').fill('nobody has this in a narration')
    await transactions.getByText('No line matches').waitFor()
    await transactions.getByRole('button', { name: 'Clear the filter' }).click()
    await transactions.getByText('50,000 lines match').waitFor()
  })

  it('shows identifiers whole to who may and says why, for a while, and has it on record', async () => {
    await desk.open(screenOf('self-employed', 'applicants'))
    const applicant = panel('Applicant')
    await applicant.getByText('SLFPP****C').waitFor()
    await applicant.getByRole('button', { name: 'Reveal' }).click()
    await applicant.getByText('pii:read').waitFor()
    await applicant.getByRole('button', { name: 'Go on as senior underwriter' }).click()
    await applicant.getByText('SLFPP****C').waitFor()
    await applicant.getByRole('button', { name: 'Reveal' }).click()
    await applicant.getByLabel('Why do you need them?').fill('Compare with the card')
    await applicant.getByRole('button', { name: 'Show for a minute' }).click()
    await applicant.getByText('SLFPP0003C').waitFor()
    const { auditTrail } = await desk.ask(
      'query ($id: ID!) { auditTrail(applicantId: $id) { nodes { kind subject reason } } }',
      { id: idOf('self-employed') },
    )
    expect(auditTrail.nodes).toContainEqual({
      kind: 'IDENTITY_UNMASKED',
      subject: 'senior-underwriter',
      reason: 'Compare with the card',
    })
    await applicant.getByRole('button', { name: 'Hide again' }).click()
    await applicant.getByText('SLFPP****C').waitFor()
  })

  it('says which source could not be read, beside the rest', async () => {
    await fetch(`${desk.gateway.sandboxUrl}/sandbox/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ match: 'aa-bsa', kind: 'server-error', status: 500, times: 1_000 }),
    })
    await desk.open(screenOf('name-mismatch', 'applicants'))
    await panel('Sources').getByText('Could not be read', { exact: true }).waitFor()
    expect(await panel('Sources').innerText()).toMatch(/FINPASS_\w+/)
    expect(await panel('Accounts').innerText()).toContain('The rest of the page is whole')
    expect(await panel('Income across years').innerText()).toContain('Gross total')
    await fetch(`${desk.gateway.sandboxUrl}/sandbox/faults`, { method: 'DELETE' })
    await page.getByRole('button', { name: 'Read again' }).click()
    await panel('Accounts').getByText('Closing balance').first().waitFor()
  })
})
