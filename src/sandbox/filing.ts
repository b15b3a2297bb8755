/**
 * A persona's income-tax returns and Form 26AS, as a pure function of the persona: three years, newest first. Heads
 * add up to the gross, gross minus deductions is the total, and tax minus what was paid is minus the refund.
 */
import type { Persona } from './persona.ts'
import { createRandom } from './random.ts'
import { type Tax, taxOn } from './tax.ts'

/** One return; amounts in whole rupees. */
export interface Filing {
  /** The financial year begins in April of this year; the assessment year is the next one. */
  readonly startYear: number
  readonly form: 'ITR-1' | 'ITR-2' | 'ITR-3' | 'ITR-4'
  readonly type: 'Original' | 'Revised'
  readonly section: '139(1)' | '139(5)'
  readonly date: string
  readonly acknowledgement: string
  readonly heads: {
    readonly salary: number
    readonly houseProperty: number
    readonly business: number
    readonly capitalGains: number
    readonly otherSources: number
  }
  readonly gross: number
  readonly deductions: number
  readonly total: number
  readonly tax: Tax
  readonly tds: number
  readonly advanceTax: number
  readonly selfAssessment: number
  readonly refund: number
  /** Newest first, as the portal shows it. */
  readonly history: readonly { readonly status: string; readonly date: string }[]
}

/** One line of Form 26AS. */
export interface TdsRow {
  readonly startYear: number
  readonly deductor: string
  readonly tan: string
  readonly rupees: number
  readonly certificate: string
  readonly incomeType: string
}

const NEWEST = 2025
const DEDUCTION_80CCD = 48_000
/** Earlier years against the newest, in percent. */
const GROWTH = [100, 91, 82] as const

/** The returns, newest first; none for the persona without returns. */
export function filingsOf(persona: Persona): readonly Filing[] {
  if (persona.itr === 'empty') return []
  const filings = GROWTH.map((percent, back) => buildFiling(persona, NEWEST - back, percent, 'Original'))
  return persona.hasRevisedReturn ? [buildFiling(persona, NEWEST, 103, 'Revised'), ...filings] : filings
}

function buildFiling(persona: Persona, startYear: number, percent: number, type: Filing['type']): Filing {
  const random = createRandom('filing', persona.key, startYear, type)
  const part = (rupees: number): number => Math.round((rupees * percent) / 1000) * 10
  const standard = startYear >= 2024 ? 75_000 : 50_000
  const grossSalary = part(persona.declared.salary)
  const heads = {
    salary: Math.max(0, grossSalary - standard),
    houseProperty: 0,
    business: part(persona.declared.business),
    capitalGains: 0,
    otherSources: part(persona.declared.otherSources),
  }
  const gross = heads.salary + heads.business + heads.otherSources
  const deductions = heads.salary > DEDUCTION_80CCD ? DEDUCTION_80CCD : 0
  const total = gross - deductions
  const tax = taxOn(total, startYear)
  const isTrader = persona.declared.business > 0
  const advanceTax = isTrader ? Math.floor(tax.total / 4000) * 3000 : 0
  const tds =
    isTrader && heads.salary === 0
      ? 0
      : tax.total - advanceTax + random.integer(1, 60) * 10 * (back(startYear) % 2 === 0 ? 1 : 0)
  const paid = tds + advanceTax
  const selfAssessment = Math.max(0, tax.total - paid)
  const refund = Math.max(0, paid - tax.total)
  const year = startYear + 1
  const date = type === 'Revised' ? `${year}-09-${random.integer(10, 24)}` : `${year}-07-${random.integer(11, 28)}`
  return {
    startYear,
    form: isTrader ? 'ITR-3' : persona.hasRevisedReturn ? 'ITR-2' : 'ITR-1',
    type,
    section: type === 'Revised' ? '139(5)' : '139(1)',
    date,
    acknowledgement: random.digits(15),
    heads,
    gross,
    deductions,
    total,
    tax,
    tds,
    advanceTax,
    selfAssessment,
    refund,
    history: historyOf(date, year, refund, type),
  }
}

function back(startYear: number): number {
  return NEWEST - startYear
}

function historyOf(date: string, year: number, refund: number, type: Filing['type']): Filing['history'] {
  const month = type === 'Revised' ? '10' : '09'
  const outcome =
    refund > 0
      ? [
          { status: 'Refund Paid', date: `${year}-${month}-19` },
          { status: 'ITR processed refund determined and sent out to Refund Banker', date: `${year}-${month}-14` },
        ]
      : [{ status: 'ITR processed with no demand no refund', date: `${year}-${month}-14` }]
  const filed = ['Successfully e-verified', 'Pending for e-verification', 'ITR Filed']
  return [...outcome, ...filed.map((status) => ({ status, date }))]
}

/** Form 26AS: what the employer and the bank withheld, newest year first; adds up to each return's TDS. */
export function tdsRowsOf(persona: Persona): readonly TdsRow[] {
  return filingsOf(persona).flatMap((filing) => {
    if (filing.tds === 0 || filing.type === 'Revised') return []
    const random = createRandom('26as', persona.key, filing.startYear)
    const byBank = Math.min(filing.tds, Math.round(filing.heads.otherSources / 100) * 10)
    const row = (deductor: string, tan: string, rupees: number, incomeType: string): TdsRow => ({
      startYear: filing.startYear,
      deductor,
      tan,
      rupees,
      certificate: random.digits(12),
      incomeType,
    })
    const rows = [
      row(persona.employer, 'BLRK01234E', filing.tds - byBank, 'Salary'),
      row('FEDERAL BANK LIMITED', 'CHNF05678B', byBank, 'Interest other than Interest on securities'),
    ]
    return rows.filter(({ rupees }) => rupees > 0)
  })
}
