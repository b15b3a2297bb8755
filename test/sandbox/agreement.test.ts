/** The clean salaried person agrees with herself: in every product and dialect, to the paisa. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PERSONAS } from '../../src/sandbox/personas.ts'
import type { Sandbox } from '../../src/sandbox/sandbox.ts'
import { fetchReport, finished, type Json, openStill, read } from './support.ts'

const paise = (rupees: number | string): number => Math.round(Number(rupees) * 100)
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

let sandbox: Sandbox
let status: Json
let statement: Json
let analysis: Json
let documented: Json
let documentedStatement: Json
let report: Json

beforeAll(async () => {
  sandbox = await openStill()
  const id = finished(sandbox, 'salaried-clean', 'AA_BSA')
  status = await read(sandbox, `/api/v1/aa-bsa-journey/status?client_id=${id}`)
  statement = (await read(sandbox, `/api/v1/aa-bsa-journey/statement-result?client_id=${id}`)).data
  analysis = (await read(sandbox, `/api/v1/aa-bsa-journey/analysis-json?client_id=${id}`)).data
  documented = (await read(sandbox, `/api/v1/aa-bsa-journey/analysis-json?client_id=${id}`, 'documented')).data
  documentedStatement = (await read(sandbox, `/api/v1/aa-bsa-journey/statement-result?client_id=${id}`, 'documented'))
    .data
  report = (await fetchReport(sandbox, finished(sandbox, 'salaried-clean', 'ACCOUNT_AGGREGATOR'))).json().data
})
afterAll(() => sandbox.close())

describe('the ledger', () => {
  test('has 237 lines of which the card counts 34 credits and 202 debits, and sums to the card', () => {
    const lines = statement.accounts[0].statement.transactions
    const card = analysis.accounts[0].analysis_json.summary_card.transaction_summary
    expect(card).toMatchObject({ total_transactions: 237, credit_count: 34, debit_count: 202 })
    expect(lines).toHaveLength(237)
    expect(sum(lines.map((line: Json) => paise(line.credit)))).toBe(paise(card.total_credits))
    expect(sum(lines.map((line: Json) => paise(line.debit)))).toBe(paise(card.total_debits))
    expect(lines.filter((line: Json) => line.credit === 0 && line.debit === 0)).toHaveLength(1)
  })

  test('chains every balance from the opening to the closing one', () => {
    for (const { statement: told, account_index: index } of statement.accounts) {
      const balances = analysis.accounts[index].analysis_json.summary_card.balance_summary
      let balance = paise(balances.opening_balance)
      for (const line of told.transactions) {
        balance += paise(line.credit) - paise(line.debit)
        expect(paise(line.balance)).toBe(balance)
      }
      expect(balance).toBe(paise(balances.closing_balance))
    }
  })

  test('sums to its modes', () => {
    const { mode_breakdown: modes, transaction_summary: card } = analysis.accounts[0].analysis_json.summary_card
    const items: Json[] = Object.values(modes)
    expect(sum(items.map(({ count }) => count))).toBe(card.credit_count + card.debit_count)
    expect(sum(items.map((item) => paise(item.total_credit)))).toBe(paise(card.total_credits))
    expect(sum(items.map((item) => paise(item.total_debit)))).toBe(paise(card.total_debits))
  })

  test('is the same line for line in the documented dialect and in the Account Aggregator report', () => {
    statement.accounts.forEach(({ statement: told }: Json, index: number) => {
      const plain = told.transactions.map((line: Json) => [
        line.txn_date.split('-').reverse().join('-'),
        line.txn_type === 'Cr.' ? 'CREDIT' : 'DEBIT',
        paise(line.credit) + paise(line.debit),
        paise(line.balance),
        line.description,
      ])
      expect(
        documentedStatement.accounts[index].transactions.map((line: Json) => [
          line.date,
          line.type,
          paise(line.amount),
          paise(line.balance),
          line.description,
        ]),
      ).toEqual(plain)
      expect(
        report.account_aggregator_json[index].transaction_data.transaction_details.map((line: Json) => [
          line.value_date.slice(0, 10),
          line.type,
          paise(line.amount),
          paise(line.transactional_balance),
          line.narration,
        ]),
      ).toEqual(plain)
    })
  })
})

describe('the accounts', () => {
  test('carry the same numbers and ids in status, statement and analysis', () => {
    const head = ({ account_index, bank_name, account_number, bsa_status, bsa_client_id }: Json): Json => ({
      account_index,
      bank_name,
      account_number,
      bsa_status,
      bsa_client_id,
    })
    expect(status.accounts).toHaveLength(2)
    expect(statement.accounts.map(head)).toEqual(status.accounts.map(head))
    expect(analysis.accounts.map(head)).toEqual(status.accounts.map(head))
    for (const [index, { statement: told, account_number, bsa_client_id }] of statement.accounts.entries()) {
      const card = analysis.accounts[index].analysis_json.summary_card
      const shared = report.account_aggregator_json[index]
      expect(told.client_id).toBe(bsa_client_id)
      expect([card.account_number, told.account_info.account_number, shared.masked_account_number]).toEqual([
        account_number,
        account_number,
        account_number,
      ])
      expect([told.account_info.ifsc, shared.summary_details.ifsc]).toEqual([card.ifsc_code, card.ifsc_code])
      expect(paise(shared.summary_details.current_balance)).toBe(paise(card.balance_summary.closing_balance))
    }
  })

  test('make up the documented totals, whose months sum to them', () => {
    const cards = analysis.accounts.map((account: Json) => account.analysis_json.summary_card.transaction_summary)
    const { summary, cash_flow, obligations, income } = documented
    expect(paise(summary.total_credits)).toBe(sum(cards.map((card: Json) => paise(card.total_credits))))
    expect(paise(summary.total_debits)).toBe(sum(cards.map((card: Json) => paise(card.total_debits))))
    expect(sum(cash_flow.monthly_trend.map((month: Json) => paise(month.total_credits)))).toBe(
      paise(summary.total_credits),
    )
    for (const { total_credits, total_debits, net } of cash_flow.monthly_trend) {
      expect(paise(net)).toBe(paise(total_credits) - paise(total_debits))
    }
    expect(obligations.fixed_obligations_ratio).toBeCloseTo(16450 / 118000, 3)
    expect(income.identified_salary_credits).toHaveLength(8)
  })
})

describe('the returns', () => {
  test.each(PERSONAS.filter(({ itr }) => itr === 'completed').map(({ key }) => key))(
    'of %s add up: heads to gross, gross less deductions to net, tax less payments to minus the refund',
    async (key) => {
      const id = finished(sandbox, key, 'ITR')
      const { data } = await read(sandbox, `/api/v1/itr-analyzer/data?job_id=${id}`, 'documented')
      expect(data.itr_records.length).toBeGreaterThan(2)
      for (const record of data.itr_records) {
        expect(sum(Object.values(record.income_heads))).toBe(record.gross_total_income)
        expect(record.gross_total_income - record.total_deductions).toBe(record.net_taxable_income)
        const paid = record.tds_amount + record.advance_tax_paid + record.self_assessment_tax
        expect(record.tax_payable - paid).toBe(0 - record.refund_amount)
      }
    },
  )

  test('name three assessment years, and Form 26AS adds up to the tax withheld', async () => {
    const id = finished(sandbox, 'salaried-clean', 'ITR')
    const { data } = await read(sandbox, `/api/v1/itr-analyzer/data?job_id=${id}`)
    const years = data.filings.map((filing: Json) => filing.analyzed_data.filing_info.assessment_year)
    expect(years).toEqual(['2026-2027', '2025-2026', '2024-2025'])
    expect(sum(data.tds_26as.map((row: Json) => row.tds_amount))).toBe(
      sum(data.filings.map((filing: Json) => filing.analyzed_data.tax_computation.tds_paid)),
    )
  })

  test('hold an Aadhaar number of the test range whose last digits the masked ones show, for everybody', async () => {
    for (const { key } of PERSONAS.filter(({ itr }) => itr === 'completed')) {
      const { data } = await read(sandbox, `/api/v1/itr-analyzer/data?job_id=${finished(sandbox, key, 'ITR')}`)
      const [form]: Json[] = Object.values(data.filings[0].parsed_data.ITR)
      const number: string = form.PartA_GEN1.PersonalInfo.AadhaarCardNo
      expect(number).toMatch(/^9999\d{8}$/)
      expect(verhoeffSum(number)).toBe(0)
      expect(data.profile.aadhaar_number).toBe(`XXXX XXXX ${number.slice(-4)}`)
    }
  })
})

/** The dihedral group's arithmetic instead of its tables, so that a slip in a table shows. 0 for a valid number. */
function verhoeffSum(digits: string): number {
  const turn = (left: number, right: number): number => {
    const flip = left >= 5
    const step = flip ? (left - (right % 5) + 10) % 5 : (left + right) % 5
    return step + (flip !== right >= 5 ? 5 : 0)
  }
  const shift = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4]
  let sumSoFar = 0
  for (const [place, character] of [...digits].reverse().entries()) {
    let digit = Number(character)
    for (let times = 0; times < place % 8; times += 1) digit = shift[digit] ?? 0
    sumSoFar = turn(sumSoFar, digit)
  }
  return sumSoFar
}
