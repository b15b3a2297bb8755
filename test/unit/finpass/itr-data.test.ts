import { Aadhaar, Pan, PersonalNumber } from '../../../src/domain/identifier.ts'
import { describe, expect, it } from 'vitest'
import { formatMoney } from '../../../src/domain/money.ts'
import { parseItrData } from '../../../src/finpass/itr/itr-data.normalise.ts'
import { failureOf, recordedData } from './support.ts'

describe('the observed report', () => {
  const { value, issues, isMock } = parseItrData(recordedData('itr-data.observed'))
  const [filing] = value.filings

  it('is read whole and without an issue', () => {
    expect(issues).toEqual([])
    expect(value.filings).toHaveLength(1)
  })

  // Trap 37.
  it('is marked as made up by its ids', () => {
    expect(isMock).toBe(true)
    expect(parseItrData({ ...recordedData('itr-data.observed'), doc_id: 'a', job_id: 'b' }).isMock).toBe(false)
  })

  // Trap 26.
  it('gives both years of a filing in one spelling', () => {
    expect([filing?.assessmentYear, filing?.financialYear]).toEqual(['2025-26', '2024-25'])
    expect(value.credits?.[0]?.financialYear).toBe('2024-25')
  })

  // Traps 6, 9, 19.
  it('gives form, section and who filed', () => {
    expect(filing).toMatchObject({
      form: 'ITR-2',
      filingType: 'Original',
      filingSection: '139(1)',
      filedBy: 'Self',
      filedOn: '2025-07-28',
      acknowledgementNumber: '550701280025728',
      regime: 'Old Regime (Opted out via BY10IEA)',
      residentialStatus: 'RES',
      dueOn: '2025-07-31',
      isAuditRequired: false,
      isPartnerInFirm: false,
      isDirectorInCompany: false,
      holdsUnlistedEquity: false,
    })
  })

  // Trap 27.
  it('keeps the history in the order of Finpass', () => {
    expect(filing?.statusHistory.map(({ status }) => status)).toEqual([
      'Refund Paid',
      'ITR processed refund determined and sent out to Refund Banker',
      'Successfully e-verified',
      'Pending for e-verification',
      'ITR Filed',
    ])
    expect(filing?.statusHistory[0]?.date).toBe('2025-10-15')
  })

  it('gives income and tax in paise, with what only the return has', () => {
    expect(filing?.income).toEqual({
      salary: 95_000_000n,
      houseProperty: 1_200_000n,
      businessProfession: 0n,
      capitalGains: 0n,
      otherSources: 850_000n,
      grossTotal: 97_050_000n,
      deductions: 15_000_000n,
      totalIncome: 82_050_000n,
    })
    // Traps 39, 50: as sent, though the tax is impossible.
    expect(filing?.tax).toEqual({
      payable: 0n,
      atNormalRates: 9_500_000n,
      atSpecialRates: 0n,
      tdsPaid: 545_000n,
      advanceTaxPaid: 0n,
      selfAssessmentTaxPaid: 0n,
      totalPaid: 545_000n,
      netLiability: 0n,
      rebate87a: 9_500_000n,
      surcharge: 0n,
      cess: 0n,
      interest: 0n,
      refundDue: 545_000n,
      refundStatus: 'Refund Paid',
      demand: null,
    })
  })

  // Traps 20, 45.
  it('joins both lists of refund accounts by number', () => {
    expect(filing?.refundAccounts).toEqual([
      {
        bankName: 'HDFC BANK LIMITED',
        accountNumber: new PersonalNumber('123456789012345'),
        ifsc: 'HDFC0000001',
        accountType: 'SB',
        isUsedForRefund: true,
      },
      {
        bankName: 'ICICI BANK LIMITED',
        accountNumber: new PersonalNumber('987654321098765'),
        ifsc: 'ICIC0000001',
        accountType: 'SB',
        isUsedForRefund: true,
      },
    ])
  })

  // Trap 44.
  it('masks the Aadhaar in the return and leaves the rest of it alone', () => {
    const printed = JSON.stringify(filing?.returnJson)
    const sent = JSON.stringify(
      (recordedData('itr-data.observed').filings as never as { parsed_data: unknown }[])[0]?.parsed_data,
    )
    expect(sent).toContain('"123456789012"')
    expect(printed).toBe(sent.replace('"123456789012"', '"XXXX XXXX 9012"'))
  })

  // Traps 4, 18, 22, 38.
  it('gives the profile with codes as text and the state in words', () => {
    expect(value.profile).toMatchObject({
      name: 'RAJESH KUMAR SHARMA',
      pan: new Pan('AABPM5678K'),
      dateOfBirth: '1998-05-15',
      status: 'Active',
      mobile: new PersonalNumber('9876543210'),
      aadhaar: new Aadhaar('5678'),
      isAadhaarLinked: true,
      address: { pinCode: '560080', zipCode: null, state: 'KARNATAKA', doorNumber: 'Apt 405, Tower B' },
      jurisdiction: { areaCode: 'BLR', officerNumber: '5', name: 'CIRCLE 15(2), BANGALORE', buildingId: 'KAR10' },
    })
  })

  // Trap 36.
  it('shows a deductor number as sent, whatever its form', () => {
    expect(value.credits).toEqual([
      {
        financialYear: '2024-25',
        deductorName: 'XYZ CORPORATION LTD',
        deductorTan: 'DELBR****D',
        amount: 545_000n,
        certificateNumber: '234512345678',
        incomeType: 'Salary',
      },
    ])
    expect(value.demands).toEqual([])
  })
})

describe('the documented report', () => {
  const { value, issues, isMock } = parseItrData(recordedData('itr-data.documented'))

  it('gives a filing per record, newest first', () => {
    expect(issues).toEqual([])
    expect(isMock).toBe(false)
    expect(value.filings.map((filing) => [filing.assessmentYear, filing.financialYear, filing.form])).toEqual([
      ['2024-25', '2023-24', 'ITR-1'],
      ['2023-24', '2022-23', 'ITR-1'],
      ['2022-23', '2021-22', 'ITR-1'],
    ])
    expect(new Set(value.filings.map(({ key }) => key)).size).toBe(3)
  })

  it('keeps a loss negative and adds up as documented', () => {
    const [filing] = value.filings
    const income = filing?.income
    expect(formatMoney(income?.houseProperty as never)).toBe('-40000.00')
    expect([income?.grossTotal, income?.deductions, income?.totalIncome]).toEqual([
      108_000_000n,
      15_000_000n,
      93_000_000n,
    ])
    expect(filing?.tax).toMatchObject({
      payable: 9_360_000n,
      tdsPaid: 8_800_000n,
      selfAssessmentTaxPaid: 560_000n,
      refundDue: 0n,
      demand: 0n,
      refundStatus: 'Not Applicable',
    })
  })

  it('says nothing where the dialect says nothing', () => {
    expect(value.credits).toBeNull()
    expect(value.demands).toBeNull()
    expect(value.profile).toMatchObject({
      name: 'RAHUL SHARMA',
      pan: new Pan('ABCDE1234F'),
      mobile: null,
      address: null,
    })
    expect(value.filings[0]).toMatchObject({ returnJson: null, refundAccounts: [], statusHistory: [], regime: null })
  })

  it('says the filing status of the newest return alone', () => {
    expect(value.filings.map(({ filingType }) => filingType)).toEqual(['Regular', null, null])
  })
})

describe('a report with faults', () => {
  type Filing = Record<string, unknown> & { analyzed_data: Record<string, Record<string, unknown>> }
  function broken(change: (filing: Filing, data: Record<string, unknown>) => void) {
    const data = recordedData('itr-data.observed') as Record<string, unknown>
    change((data.filings as Filing[])[0] as Filing, data)
    return parseItrData(data)
  }

  it('takes tax and refund accounts from the return when the analysis is null, and income from nowhere', () => {
    const { value, issues } = broken((filing) => Object.assign(filing, { analyzed_data: null }))
    const [filing] = value.filings
    expect(issues).toEqual([])
    expect(filing).toMatchObject({ assessmentYear: '2025-26', form: 'ITR-2', regime: null })
    expect(new Set(Object.values(filing?.income ?? {}))).toEqual(new Set([null]))
    expect(filing?.tax).toMatchObject({ payable: 0n, rebate87a: 9_500_000n, totalPaid: 545_000n, refundDue: 545_000n })
    expect(filing?.refundAccounts).toHaveLength(2)
  })

  it('lives without the return', () => {
    const { value } = broken((filing) => Object.assign(filing, { parsed_data: null }))
    expect(value.filings[0]).toMatchObject({ returnJson: null, income: { salary: 95_000_000n } })
    expect(value.filings[0]?.tax.advanceTaxPaid).toBeNull()
    expect(value.filings[0]?.refundAccounts).toHaveLength(1)
  })

  it('loses one figure, not the filing, to an amount that is none', () => {
    const { value, issues } = broken((filing) => {
      Object.assign(filing.analyzed_data.income_summary as object, { salary: 'abc', capital_gains: { value: 1 } })
    })
    expect(value.filings[0]?.income).toMatchObject({ salary: null, capitalGains: null, otherSources: 850_000n })
    expect(issues).toEqual([
      {
        path: 'filings[*].analyzed_data.income_summary.capital_gains',
        problem: 'is not of the kind that belongs here',
        count: 1,
      },
      { path: 'filings[*].analyzed_data.income_summary.salary', problem: 'is not an amount', count: 1 },
    ])
  })

  it('rounds to a paisa and says so', () => {
    const { value, issues } = broken((filing) => {
      Object.assign(filing.analyzed_data.income_summary as object, { salary: '950000.005' })
    })
    expect(value.filings[0]?.income.salary).toBe(95_000_001n)
    expect(issues[0]?.problem).toBe('was rounded to a whole paisa')
  })

  it('leaves out and counts a filing without any year', () => {
    const { value, issues } = broken((filing, data) => {
      const { analyzed_data: _, ...rest } = filing
      ;(data.filings as unknown[]).push({ ...rest, filing_year: 'last year' }, null, 7)
    })
    expect(value.filings).toHaveLength(1)
    expect(issues.map(({ path, count }) => [path, count])).toEqual([
      ['filings[*]', 1],
      ['filings[*].filing_year', 1],
      ['filings[*]', 1],
      ['filings[*]', 1],
    ])
  })

  it('trusts the assessment year when the filing year contradicts it, and says so', () => {
    const { value, issues } = broken((filing) => Object.assign(filing, { filing_year: '2025-2026' }))
    expect(value.filings[0]).toMatchObject({ assessmentYear: '2025-26', financialYear: '2024-25' })
    expect(issues).toEqual([
      { path: 'filings[*].filing_year', problem: 'contradicts the assessment year, which was taken', count: 1 },
    ])
  })

  it('tells two filings with one acknowledgement number apart, the same way at every reading', () => {
    const twice = () => broken((filing, data) => (data.filings as unknown[]).push({ ...filing }))
    const keys = twice().value.filings.map(({ key }) => key)
    expect(new Set(keys).size).toBe(2)
    expect(twice().value.filings.map(({ key }) => key)).toEqual(keys)
    expect(keys.join()).not.toContain('550701280025728')
  })

  it('reads the profile of the family that wraps the date of birth', () => {
    const { value } = broken((_, data) =>
      Object.assign(data.profile as object, { dob: { date: '1998-05-15' }, mobile: 9876543210 }),
    )
    expect(value.profile).toMatchObject({ dateOfBirth: '1998-05-15', mobile: new PersonalNumber('9876543210') })
  })

  it('keeps what it does not understand of a demand', () => {
    const { value } = broken((_, data) =>
      Object.assign(data, {
        outstanding_demands: [{ assessment_year: '2019-20', outstanding_amount: '1200.50', officer: 'X' }, 'y'],
      }),
    )
    expect(value.demands).toEqual([
      { assessmentYear: '2019-20', amount: 120_050n, reference: null, raisedOn: null, otherDetails: { officer: 'X' } },
    ])
  })

  it('is no report without its list', () => {
    for (const body of [{}, { filings: {} }, { filings: null, profile: {} }, { itr_records: 'none' }]) {
      expect(failureOf(() => parseItrData(body)).code).toBe('FINPASS_SHAPE')
    }
  })

  it('tells an empty list from a missing one', () => {
    expect(parseItrData({ filings: [] }).value.filings).toEqual([])
  })
})
