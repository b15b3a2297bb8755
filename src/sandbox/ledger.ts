/**
 * A bank account with its ledger, as a pure function of the persona: in date order, balances chained to the paisa.
 * The same ledger stands behind every product's body, which is why their totals agree. The one broken persona is
 * broken here, after the balances were struck.
 */
import { BANKS, type Bank } from './bank.ts'
import { createKeeper } from './keeper.ts'
import { addDays, type Draft, draftAccount, STATEMENT_END, type Tag } from './ledger-draft.ts'
import type { AccountPlan, Persona } from './persona.ts'
import { createRandom, digestHex } from './random.ts'

/** A line in its place. */
export interface LedgerLine extends Omit<Draft, 'tag'> {
  readonly tag: Tag
  /** After this line. */
  readonly balancePaise: number
  readonly transactionId: string
}

/** One account over its statement's period. */
export interface BankLedger {
  readonly bank: Bank
  readonly plan: AccountPlan
  readonly index: number
  readonly accountId: string
  readonly accountNumber: string
  readonly maskedNumber: string
  readonly accountType: 'Savings' | 'Current'
  readonly holderName: string
  readonly from: string
  readonly to: string
  readonly openingPaise: number
  readonly closingPaise: number
  readonly lines: readonly LedgerLine[]
}

/** Enough for every persona of the list, and for as many unknown numbers again. */
const keepLedgers = createKeeper<readonly BankLedger[]>(64)

/** All accounts of a persona, in Finpass's order. Built once, then kept. */
export function ledgersOf(persona: Persona): readonly BankLedger[] {
  return keepLedgers(persona.key, () => persona.accounts.map((plan, index) => buildLedger(persona, plan, index)))
}

function buildLedger(persona: Persona, plan: AccountPlan, index: number): BankLedger {
  const random = createRandom('account', persona.key, index)
  const bank = BANKS[plan.bank]
  const accountNumber = random.digits(bank.maskLength + 4)
  const drafts = [...draftAccount(persona, index, plan)].sort(byTime)
  const openingPaise = openingFor(drafts, random.integer(610_000, 2_480_000), random.integer(61_000, 420_000))
  let balancePaise = openingPaise
  const lines = drafts.map((draft, position): LedgerLine => {
    balancePaise += draft.type === 'CREDIT' ? draft.paise : -draft.paise
    return { ...draft, balancePaise, transactionId: `T${String(position + 1).padStart(6, '0')}` }
  })
  return {
    bank,
    plan,
    index,
    accountId: toUuid(digestHex(32, 'account-id', persona.key, index)),
    accountNumber,
    maskedNumber: 'X'.repeat(bank.maskLength) + accountNumber.slice(-4),
    accountType: plan.role === 'business' ? 'Current' : 'Savings',
    holderName: persona.holderName,
    from: persona.from,
    to: STATEMENT_END,
    openingPaise,
    closingPaise: balancePaise,
    lines: plan.isBroken === true ? breakLines(lines) : lines,
  }
}

function byTime(left: Draft, right: Draft): number {
  if (left.date !== right.date) return left.date < right.date ? -1 : 1
  return left.second - right.second
}

/** As much as keeps the lowest balance above a small cushion. */
function openingFor(drafts: readonly Draft[], leastPaise: number, cushionPaise: number): number {
  let running = 0
  let lowest = 0
  for (const { type, paise } of drafts) {
    running += type === 'CREDIT' ? paise : -paise
    lowest = Math.min(lowest, running)
  }
  return Math.max(leastPaise, cushionPaise - lowest)
}

/** The defects recorded in Finpass's own sample report, spread over an otherwise sound ledger. */
function breakLines(lines: readonly LedgerLine[]): readonly LedgerLine[] {
  const broken = [...lines]
  const change = (position: number, difference: Partial<LedgerLine>): void => {
    const line = broken[position]
    if (line !== undefined) broken[position] = { ...line, ...difference }
  }
  for (const position of [2, 3, 4, 5]) change(position, { transactionId: 'T000001' })
  const twin = broken.findIndex(({ type, mode }, position) => position > 8 && type === 'DEBIT' && mode === 'UPI')
  const original = broken[twin]
  // A payment told as a receipt, then told again: both rows are equal in every field.
  if (original !== undefined) broken.splice(twin, 2, { ...original, type: 'CREDIT' }, { ...original, type: 'CREDIT' })
  const late = broken.findIndex(({ tag }, position) => position > 40 && tag === 'other')
  change(late, { date: addDays(STATEMENT_END, 10) })
  change(late + 1, { date: addDays(STATEMENT_END, 11) })
  for (const position of [60, 61, 62, 63]) change(position, { balancePaise: broken[59]?.balancePaise ?? 0 })
  return broken
}

function toUuid(hex: string): string {
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  )
}

/** Paise as Finpass's JSON number: rupees with at most two decimals. */
export function toRupees(paise: number): number {
  return paise / 100
}

/** Paise as Finpass's decimal text, always with two decimals. */
export function toDecimal(paise: number): string {
  const whole = Math.trunc(Math.abs(paise) / 100)
  return `${paise < 0 ? '-' : ''}${whole}.${String(Math.abs(paise) % 100).padStart(2, '0')}`
}

/** The credits among the lines. */
export function credits(lines: readonly LedgerLine[]): readonly LedgerLine[] {
  return lines.filter(({ type }) => type === 'CREDIT')
}

/** The debits among the lines. */
export function debits(lines: readonly LedgerLine[]): readonly LedgerLine[] {
  return lines.filter(({ type }) => type === 'DEBIT')
}

/** Their amounts together, in paise. */
export function sumOf(lines: readonly LedgerLine[]): number {
  return lines.reduce((total, { paise }) => total + paise, 0)
}
