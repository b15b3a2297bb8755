/**
 * What happens on an account over the months, before it is put in order and given balances: pay, rent, EMIs, cash,
 * transfers between the person's own accounts, and as many everyday lines as the plan still lacks.
 */
import { wordPurchase, wordReceipt, wordSale, wordSupply } from './narration.ts'
import type { AccountPlan, Persona } from './persona.ts'
import { createRandom, type Random } from './random.ts'

/** Why a line is there, which the analyses are drawn from. */
export type Tag = 'salary' | 'emi' | 'bounce' | 'cash' | 'memo' | 'self' | 'other'

/** A line that has no balance yet. */
export interface Draft {
  readonly date: string
  readonly second: number
  readonly type: 'CREDIT' | 'DEBIT'
  readonly paise: number
  readonly mode: string
  readonly bucket: string
  readonly narration: string
  readonly reference: string
  readonly tag: Tag
  /** The lender of an EMI, the payer of a salary. */
  readonly party: string | null
}

/** Every statement ends here, so that the data is the same whenever it is asked for. */
export const STATEMENT_END = '2026-10-31'

const DAY_MS = 86_400_000

/** The day that many days after another. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, 10)
}

/** Days from one to the other, both counted. */
export function countDays(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1
}

/** The months from one day to another, as `YYYY-MM`, oldest first. */
export function monthsBetween(from: string, to: string): readonly string[] {
  const months: string[] = []
  for (let month = from.slice(0, 7); month <= to.slice(0, 7); ) {
    months.push(month)
    const [year = 0, number = 0] = month.split('-').map(Number)
    month = number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`
  }
  return months
}

/** The events of one account, unordered; throws when the plan has fewer lines than its fixed events need. */
export function draftAccount(persona: Persona, accountIndex: number, plan: AccountPlan): readonly Draft[] {
  const random = createRandom('ledger', persona.key, accountIndex)
  const drafts = fixedEvents(persona, accountIndex, plan, random)
  const memo = plan.hasMemoLine === true ? 1 : 0
  const credits = drafts.filter(({ type, paise }) => type === 'CREDIT' && paise > 0).length
  const debits = drafts.length - credits - memo
  const missingCredits = plan.credits - credits
  const missingDebits = plan.lines - plan.credits - memo - debits
  if (missingCredits < 0 || missingDebits < 0) throw new Error(`the plan of ${persona.key} has too few lines`)
  const days = countDays(persona.from, STATEMENT_END)
  const dayOf = (position: number, count: number): string =>
    addDays(persona.from, Math.min(days - 1, Math.floor((position * days) / count) + random.integer(0, 2)))
  const ticket = plan.lines > 10_000 ? 620 : 38_000
  const share = plan.credits / Math.max(1, plan.lines - plan.credits)
  for (let position = 0; position < missingCredits; position += 1) {
    const date = dayOf(position, missingCredits)
    const wording = plan.role === 'business' ? wordSale(random, ticket, seasonOf(date)) : wordReceipt(random)
    drafts.push({ ...wording, date, second: random.integer(28_800, 79_200), type: 'CREDIT', tag: 'other', party: null })
  }
  for (let position = 0; position < missingDebits; position += 1) {
    const date = dayOf(position, missingDebits)
    const isTrade = plan.role === 'business' && random.integer(0, 2) > 0
    const wording = isTrade ? wordSupply(random, Math.round(ticket * share), seasonOf(date)) : wordPurchase(random)
    drafts.push({ ...wording, date, second: random.integer(28_800, 79_200), type: 'DEBIT', tag: 'other', party: null })
  }
  return drafts
}

/** Sales against an ordinary month, in percent: October to December are the festival and wedding season. */
function seasonOf(date: string): number {
  const season = [70, 75, 90, 60, 55, 50, 60, 80, 110, 190, 175, 160]
  return season[Number(date.slice(5, 7)) - 1] ?? 100
}

function fixedEvents(persona: Persona, accountIndex: number, plan: AccountPlan, random: Random): Draft[] {
  const drafts: Draft[] = []
  const months = monthsBetween(persona.from, STATEMENT_END)
  const add = (
    type: 'CREDIT' | 'DEBIT',
    date: string,
    second: number,
    rupees: number,
    mode: string,
    narration: string,
    more: { tag?: Tag; party?: string; bucket?: string; reference?: string } = {},
  ): void => {
    const { tag = 'other', party = null, bucket = mode.toLowerCase(), reference = random.digits(12) } = more
    const paise = Math.round(rupees * 100)
    drafts.push({
      date,
      second,
      type,
      paise,
      mode,
      narration: narration.replace('#', reference),
      reference,
      tag,
      party,
      bucket,
    })
  }
  const returned = new Set(bouncedMonths(months, plan.bounces ?? 0))
  const hasSpending = persona.accounts.some(({ role }) => role === 'spending')
  for (const month of months) {
    const day = (number: number): string => `${month}-${String(number).padStart(2, '0')}`
    if (['03', '06', '09', '12'].includes(month.slice(5))) {
      const last = month.endsWith('06') || month.endsWith('09') ? 30 : 31
      add(
        'CREDIT',
        day(last),
        84_600,
        random.integer(90, 900) + 0.37,
        'INTEREST',
        `INT.PD FOR QUARTER ENDING ${month}`,
        { bucket: '' },
      )
    }
    if (plan.role === 'spending') {
      const transfer = selfTransfer(persona, month)
      add('CREDIT', day(2), 36_300, transfer.rupees, 'IMPS', `IMPS/P2A/#/${persona.holderName}/SELF`, {
        tag: 'self',
        reference: transfer.reference,
      })
      continue
    }
    if (accountIndex !== 0) continue
    for (const emi of persona.emis) {
      const more = { tag: 'emi', party: emi.lender } as const
      add('DEBIT', day(emi.day), 21_600, emi.rupees, 'NACH', `ACH D-${emi.lender}-#`, more)
      if (!returned.has(month) || emi !== persona.emis[0]) continue
      add('CREDIT', day(emi.day), 22_000, emi.rupees, 'NACH', `ACH RTN-${emi.lender}-#-INSUFFICIENT FUNDS`, {
        ...more,
        tag: 'bounce',
      })
      add('DEBIT', day(emi.day), 22_060, 590, 'CHARGES', `NACH RETURN CHARGES INCL GST ${month}`, { bucket: '' })
    }
    if (plan.role !== 'salary') continue
    const salary = persona.monthlySalary
    const label = `${month.slice(5)}${month.slice(0, 4)}`
    add(
      'CREDIT',
      day(month.endsWith('02') ? 27 : 29),
      40_200,
      salary,
      'NEFT',
      `NEFT CR-HDFC0000060-${persona.employer}-SALARY ${label}-#`,
      { tag: 'salary', party: persona.employer },
    )
    add('DEBIT', day(3), 33_300, Math.round(salary * 0.0024) * 100, 'IMPS', 'IMPS/P2A/#/KRISHNAN HOMES/CNRB/House rent')
    add('DEBIT', day(10), 23_400, Math.round(salary * 0.0008) * 100, 'NACH', 'ACH D-SAHYADRI MUTUAL FUND SIP-#')
    add(
      'DEBIT',
      day(18),
      50_400,
      Math.round(salary * random.integer(11, 16)) / 100 + 0.5,
      'BILLPAY',
      'BIL/ONL/#/CREDIT CARD 4160XXXX',
      { bucket: '' },
    )
    add('DEBIT', day(20), 51_000, random.integer(740, 2350), 'BILLPAY', 'BIL/BBPS/#/ELECTRICITY BOARD', { bucket: '' })
    add('DEBIT', day(8), 65_000, random.integer(10, 40) * 100, 'ATM', `ATM WDL ${random.digits(6)} MAIN ROAD`, {
      tag: 'cash',
    })
    if (hasSpending) {
      const transfer = selfTransfer(persona, month)
      add('DEBIT', day(2), 36_300, transfer.rupees, 'IMPS', `IMPS/P2A/#/${persona.holderName}/SELF`, {
        tag: 'self',
        reference: transfer.reference,
      })
    }
  }
  if (plan.hasMemoLine === true) {
    add('DEBIT', `${months[3] ?? months[0]}-21`, 43_200, 0, 'OTHERS', 'REVERSED: MIN BAL CHARGE WAIVED', {
      tag: 'memo',
      bucket: '',
    })
  }
  return drafts
}

function bouncedMonths(months: readonly string[], count: number): readonly string[] {
  return months.filter((_, position) => position % 2 === 1).slice(0, count)
}

/** Drawn from the month alone, so that both accounts tell the same transfer. */
function selfTransfer(persona: Persona, month: string): { rupees: number; reference: string } {
  const random = createRandom('self', persona.key, month)
  return {
    rupees: Math.round((persona.monthlySalary * random.integer(9, 14)) / 10_000) * 100,
    reference: random.digits(12),
  }
}
