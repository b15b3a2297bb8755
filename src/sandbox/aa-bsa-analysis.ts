/**
 * The observed AA-BSA analysis: per account a health score, flagged lines and a summary card, with neither income nor
 * obligations. Credits and debits of the card leave out lines that are neither, so they need not add up to the total.
 */
import { type AccountState, accountHead } from './aa-bsa-body.ts'
import { formatDayFirst } from './clock.ts'
import { RawJson } from './envelope.ts'
import type { Handle } from './handle.ts'
import { createKeeper } from './keeper.ts'
import { type BankLedger, credits, debits, type LedgerLine, sumOf, toDecimal, toRupees } from './ledger.ts'
import { addDays, countDays, monthsBetween } from './ledger-draft.ts'
import type { Persona } from './persona.ts'

const WEIGHTS = { bounces: 8, negative_balances: 6, reconciliation_issues: 1 } as const

const keepAnalysis = createKeeper<RawJson>(64)

/** `data` of the observed analysis; the analysis of a failed account is null. */
export function observedAnalysis(
  handle: Handle,
  persona: Persona,
  states: readonly AccountState[],
): Record<string, unknown> {
  return {
    client_id: handle.text,
    status: 'completed',
    total_accounts: states.length,
    accounts: states.map((state) => ({
      ...accountHead(state),
      analysis_json:
        state.status === 'completed'
          ? keepAnalysis(`${persona.key}|${state.ledger.index}`, () => new RawJson(analysisOf(persona, state.ledger)))
          : null,
    })),
  }
}

function analysisOf(persona: Persona, ledger: BankLedger): Record<string, unknown> {
  const bounces = ledger.lines.filter(({ tag }) => tag === 'bounce')
  const negatives = ledger.lines.filter(({ balancePaise }) => balancePaise < 0)
  const unchained = unchainedLines(ledger)
  const outside = ledger.lines.filter(({ date }) => date < ledger.from || date > ledger.to)
  const counts = {
    bounces: bounces.length,
    negative_balances: negatives.length,
    reconciliation_issues: unchained.length,
  }
  const body = {
    entity_type: ledger.accountType === 'Current' ? 'proprietorship' : 'individual',
    health_score: healthOf(counts),
    flagged_transactions: {
      bounce_transactions: bounces.map(flag),
      negative_balance_transactions: negatives.map(flag),
      reconciliation_issues: unchained.map(flag),
      date_mismatch_transactions: outside.map(flag),
      cheque_return_summary: {},
      summary: {
        total_flagged: bounces.length + negatives.length + unchained.length + outside.length,
        bounce_count: bounces.length,
        negative_balance_count: negatives.length,
        reconciliation_count: unchained.length,
        date_mismatch_count: outside.length,
      },
    },
    suspicious_transactions: {
      suspicious_credits: [],
      suspicious_debits: [],
      monthwise_summary: {},
      summary: { total_suspicious: 0, suspicious_credit_count: 0, suspicious_debit_count: 0 },
    },
    summary_card: cardOf(ledger, persona.bank === 'strange'),
  }
  return persona.bank === 'strange' ? { ...body, ...furtherSections(ledger) } : body
}

/** The element's shape is documented nowhere: these names are a guess. */
function flag(line: LedgerLine): Record<string, unknown> {
  return {
    date: formatDayFirst(line.date),
    description: line.narration,
    type: line.type,
    amount: toRupees(line.paise),
    balance: toRupees(line.balancePaise),
  }
}

function healthOf(counts: Readonly<Record<keyof typeof WEIGHTS, number>>): Record<string, unknown> {
  const item = (name: keyof typeof WEIGHTS): { count: number; penalty: number } => ({
    count: counts[name],
    penalty: counts[name] * WEIGHTS[name],
  })
  const weighed = (name: keyof typeof WEIGHTS): Record<string, number> => ({
    count: counts[name],
    weight: WEIGHTS[name],
    penalty: counts[name] * WEIGHTS[name],
  })
  const penalties = item('bounces').penalty + item('negative_balances').penalty + item('reconciliation_issues').penalty
  const score = Math.max(0, 100 - penalties)
  const rating =
    score >= 90 ? 'Excellent' : score >= 75 ? 'Good' : score >= 50 ? 'Fair' : score >= 25 ? 'Poor' : 'Critical'
  return {
    score,
    rating,
    rating_description: `Rated ${rating.toLowerCase()} on bounces, negative balances and reconciliation.`,
    total_penalties: penalties,
    breakdown: {
      bounces: item('bounces'),
      negative_balances: item('negative_balances'),
      reconciliation_issues: item('reconciliation_issues'),
    },
    details: {
      breakdown: {
        bounces: weighed('bounces'),
        negative_balances: weighed('negative_balances'),
        reconciliation_issues: weighed('reconciliation_issues'),
      },
      thresholds: { excellent: '>= 90', good: '>= 75', fair: '>= 50', poor: '>= 25', critical: '< 25' },
    },
  }
}

function cardOf(ledger: BankLedger, isStrange: boolean): Record<string, unknown> {
  const counted = ledger.lines.filter(({ tag }) => tag !== 'memo')
  const inPaise = sumOf(credits(counted))
  const outPaise = sumOf(debits(counted))
  const balances = [ledger.openingPaise, ...ledger.lines.map(({ balancePaise }) => balancePaise)]
  const money = isStrange ? toDecimal : toRupees
  return {
    customer_name: ledger.holderName,
    account_number: ledger.maskedNumber,
    bank_name: ledger.bank.parserKey,
    ifsc_code: ledger.bank.ifsc,
    account_type: ledger.accountType,
    statement_period: {
      start_date: formatDayFirst(ledger.from),
      end_date: formatDayFirst(ledger.to),
      days: countDays(ledger.from, ledger.to),
      months: monthsBetween(ledger.from, ledger.to).length,
    },
    balance_summary: {
      opening_balance: money(ledger.openingPaise),
      closing_balance: money(ledger.closingPaise),
      average_balance: money(averageOf(ledger)),
      max_balance: money(balances.reduce((most, value) => Math.max(most, value))),
      min_balance: money(balances.reduce((least, value) => Math.min(least, value))),
    },
    transaction_summary: {
      total_transactions: ledger.lines.length,
      total_credits: money(inPaise),
      total_debits: money(outPaise),
      credit_count: credits(counted).length,
      debit_count: debits(counted).length,
      net_flow: money(inPaise - outPaise),
    },
    mode_breakdown: modesOf(counted),
  }
}

/** Every counted line falls into exactly one mode, so the modes add up to the card. */
function modesOf(lines: readonly LedgerLine[]): Record<string, unknown> {
  const modes = new Map<string, { count: number; inPaise: number; outPaise: number }>()
  for (const { type, bucket, paise } of lines) {
    const key = bucket === '' ? type.toLowerCase() : `${type.toLowerCase()}_${bucket}`
    const mode = modes.get(key) ?? { count: 0, inPaise: 0, outPaise: 0 }
    mode.count += 1
    if (type === 'CREDIT') mode.inPaise += paise
    else mode.outPaise += paise
    modes.set(key, mode)
  }
  return Object.fromEntries(
    [...modes].map(([key, { count, inPaise, outPaise }]) => [
      key,
      { count, total_credit: toRupees(inPaise), total_debit: toRupees(outPaise) },
    ]),
  )
}

/** Mean of the balances at the end of each day. */
function averageOf(ledger: BankLedger): number {
  const endOfDay = new Map(ledger.lines.map(({ date, balancePaise }) => [date, balancePaise]))
  const days = countDays(ledger.from, ledger.to)
  let balancePaise = ledger.openingPaise
  let total = 0
  for (let day = 0; day < days; day += 1) {
    balancePaise = endOfDay.get(addDays(ledger.from, day)) ?? balancePaise
    total += balancePaise
  }
  return Math.round(total / days)
}

function unchainedLines(ledger: BankLedger): readonly LedgerLine[] {
  return ledger.lines.filter(({ type, paise, balancePaise }, position) => {
    const before = ledger.lines[position - 1]?.balancePaise ?? ledger.openingPaise
    return before + (type === 'CREDIT' ? paise : -paise) !== balancePaise
  })
}

/** Sections named by third parties only; their inside is invented. A reader must keep or ignore them. */
function furtherSections(ledger: BankLedger): Record<string, unknown> {
  const months = monthsBetween(ledger.from, ledger.to)
  return {
    cash_flow: { months: months.length, direction: 'inward' },
    monthwise_metrics: Object.fromEntries(
      months.map((month) => [month, { lines: ledger.lines.filter(({ date }) => date.startsWith(month)).length }]),
    ),
    salary_analysis: { detected: ledger.lines.some(({ tag }) => tag === 'salary'), confidence: '0.93' },
  }
}
