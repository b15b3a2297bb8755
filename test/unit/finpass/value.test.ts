import { describe, expect, it } from 'vitest'
import { toBankName, toBankNameOfIfsc } from '../../../src/finpass/bank-name.ts'
import { DataIssues } from '../../../src/finpass/data-issues.ts'
import { toItrForm } from '../../../src/finpass/itr/itr-form.ts'
import { openItrReturn } from '../../../src/finpass/itr/itr-return.ts'
import { readRetryAfter } from '../../../src/finpass/retry-after.ts'
import {
  readCount,
  readDate,
  readFlag,
  readMoney,
  readNumber,
  readScore,
  readText,
} from '../../../src/finpass/value.ts'

function noted<Value>(read: (issues: DataIssues) => Value): [Value, string | null] {
  const issues = new DataIssues()
  return [read(issues), issues.list()[0]?.problem ?? null]
}

describe('reading a value', () => {
  it('takes absent, null and empty for the same', () => {
    for (const nothing of [undefined, null, '']) {
      expect(noted((issues) => readMoney(nothing, 'a', issues))).toEqual([null, null])
      expect(noted((issues) => readDate(nothing, 'a', issues))).toEqual([null, null])
      expect(noted((issues) => readFlag(nothing, 'a', issues))).toEqual([null, null])
      expect(noted((issues) => readCount(nothing, 'a', issues))).toEqual([null, null])
      expect(readText(nothing)).toBeNull()
    }
  })

  it.each([
    [1500, 150_000n, null],
    ['97265.43', 9_726_543n, null],
    [1042.2700000000186, 104_227n, null],
    ['1,25,000.50', 12_500_050n, null],
    ['1.005', 101n, 'was rounded to a whole paisa'],
    ['1,2', null, 'is not an amount'],
    ['abc', null, 'is not an amount'],
    [{}, null, 'is not an amount'],
    [true, null, 'is not an amount'],
  ])('reads %s as an amount', (value, paise, problem) => {
    expect(noted((issues) => readMoney(value, 'a', issues))).toEqual([paise, problem])
  })

  it.each([
    ['2025-07-28', '2025-07-28'],
    ['05-08-2025', '2025-08-05'],
    ['05/08/2025', '2025-08-05'],
    ['2024-08-01T00:00:00+05:30', '2024-08-01'],
    ['2025-02-30', null],
    ['soon', null],
    [20250728, null],
  ])('reads %s as a day', (value, day) => {
    expect(noted((issues) => readDate(value, 'a', issues))).toEqual([day, day === null ? 'is not a date' : null])
  })

  it.each([
    [true, true],
    ['true', true],
    ['Y', true],
    ['NO', false],
    ['N', false],
    [0, false],
    ['maybe', null],
  ])('reads %s as a flag', (value, flag) => {
    expect(noted((issues) => readFlag(value, 'a', issues))).toEqual([
      flag,
      flag === null ? 'is neither yes nor no' : null,
    ])
  })

  it('reads counts and numbers in either type', () => {
    expect(noted((issues) => readCount('12', 'a', issues))).toEqual([12, null])
    expect(noted((issues) => readCount(1.5, 'a', issues))).toEqual([null, 'is not a whole number'])
    expect(noted((issues) => readNumber('0.326', 'a', issues))).toEqual([0.326, null])
    expect(noted((issues) => readNumber('>= 90', 'a', issues))).toEqual([null, 'is not a number'])
  })

  // Int of GraphQL ends there.
  it.each([
    [2_147_483_647, 2_147_483_647],
    [-2_147_483_647, -2_147_483_647],
    [2_147_483_648, null],
    ['-2147483649', null],
    [1e15, null],
  ])('reads the count %s within 32 bits', (value, count) => {
    const expected = [count, count === null ? 'is too large' : null]
    expect(noted((issues) => readCount(value, 'a', issues))).toEqual(expected)
    expect(noted((issues) => readScore(value, 'a', issues))).toEqual(expected)
  })

  it('counts one problem of one place once, however often it occurs', () => {
    const issues = new DataIssues()
    for (let i = 0; i < 1000; i++) issues.note('a[*].b', 'is missing')
    for (let i = 0; i < 1000; i++) issues.note(`path${i}`, 'is missing')
    expect(issues.list()[0]).toEqual({ path: 'a[*].b', problem: 'is missing', count: 1000 })
    expect(issues.list()).toHaveLength(200)
  })
})

describe('names', () => {
  // Trap 40.
  it.each([
    ['FDRLFIPPROD', 'Federal Bank'],
    ['ICICI-FIP', 'ICICI Bank'],
    ['HDFC-FIP', 'HDFC Bank'],
    ['SBI-FIP', 'State Bank of India'],
    ['federal', 'Federal Bank'],
    ['ICICI Bank', 'ICICI Bank'],
    ['Kotak Mahindra Bank', 'Kotak Mahindra Bank'],
    ['HDFC BANK LIMITED', 'HDFC Bank'],
    ['Co-operative Bank of Somewhere', 'Co-operative Bank of Somewhere'],
  ])('gives the bank behind %s', (text, name) => {
    expect(toBankName(text)).toBe(name)
  })

  it('gives the bank of an IFSC, or none', () => {
    expect(toBankNameOfIfsc('UTIB0000123')).toBe('Axis Bank')
    expect(toBankNameOfIfsc('FAKE0000001')).toBeNull()
    expect(toBankNameOfIfsc('FDRL')).toBeNull()
  })

  it.each([
    ['ITR2', 'ITR-2'],
    ['ITR-2', 'ITR-2'],
    ['itr 4s', 'ITR-4S'],
    ['Form 26', 'Form 26'],
  ])('gives the form %s one spelling', (name, form) => {
    expect(toItrForm(name)).toBe(form)
  })
})

describe('the return of a form that has its sections side by side', () => {
  it('is read like the other', () => {
    const taxReturn = openItrReturn({
      ITR: {
        ITR1: {
          Form_ITR1: { AssessmentYear: '2025' },
          ITR1_TaxComputation: { Rebate87A: 1, EducationCess: 2, NetTaxLiability: 3, IntrstPay: { TotalIntrstPay: 4 } },
          TaxPaid: { TaxesPaid: { TDS: 5 } },
          Refund: { RefundDue: 6, BankAccountDtls: { AddtnlBankDetails: [{ BankAccountNo: '7' }] } },
        },
      },
    })
    expect(taxReturn).toMatchObject({
      form: 'ITR1',
      assessmentYear: '2025-26',
      liability: { NetTaxLiability: 3 },
      onIncome: { Rebate87A: 1, EducationCess: 2 },
      interest: { TotalIntrstPay: 4 },
      paid: { TDS: 5 },
      refund: { RefundDue: 6 },
      accounts: [{ BankAccountNo: '7' }],
    })
    expect(openItrReturn({ ITR: { ITR1: 'x' } })).toBeNull()
  })
})

describe('Retry-After', () => {
  const now = Date.UTC(2026, 0, 1) as never
  it.each([
    ['120', 120_000],
    ['Thu, 01 Jan 2026 00:01:00 GMT', 60_000],
    ['99999999', 3_600_000],
    ['Thu, 01 Jan 2099 00:00:00 GMT', 3_600_000],
    ['Thu, 01 Jan 1998 00:00:00 GMT', 0],
    ['0', 0],
  ])('reads %s', (header, waitMs) => {
    expect(Number(readRetryAfter(header, now)) - Number(now)).toBe(waitMs)
  })

  it('gives nothing for what is neither form', () => {
    for (const header of [undefined, '', 'soon', '-5', '1.5']) expect(readRetryAfter(header, now)).toBeNull()
  })
})
