/**
 * One account's analysis in the observed dialect. Sections and keys we do not know are kept: the documentation cuts the only
 * example short, so there are more. Rows of unknown shape are passed on as they are, but for Aadhaar numbers.
 */
import type { BankAccountAnalysis, FlaggedTransactions, SuspiciousTransactions } from '../../domain/bsa-analysis.ts'
import { createLazyShape } from '../../platform/lazy-part.ts'
import { toBankName } from '../bank-name.ts'
import type { DataIssues } from '../data-issues.ts'
import { isObject } from '../leaf.wire.ts'
import { toMaskedNumber } from '../ledger.ts'
import { maskAadhaarIn } from '../mask-aadhaar-in.ts'
import { openSection } from '../section-text/section-text.ts'
import { readCount, readRawText, readText } from '../value.ts'
import type { AaBsaAnalysisAccountWire, AnalysisJsonWire } from './aa-bsa-analysis.wire.ts'
import { normaliseHealthScore } from './health-score.normalise.ts'
import { normaliseStatementCard } from './statement-card.normalise.ts'

const AT = 'accounts[*].analysis_json'

type Sections = Pick<BankAccountAnalysis, 'flagged' | 'suspicious' | 'card' | 'otherSections'>
const SECTIONS = ['flagged', 'suspicious', 'card', 'otherSections'] as const
const toShape = createLazyShape<Omit<BankAccountAnalysis, keyof Sections>, Sections>(SECTIONS)

/**
 * The analysis; one without any section still tells which account was not analysed. A work-list wants the score of twenty
 * applicants and nothing else, so each section is read when it is asked for.
 */
export function normaliseAccountAnalysis(wire: AaBsaAnalysisAccountWire, issues: DataIssues): BankAccountAnalysis {
  const analysis = wire.analysis_json
  if (analysis === null || analysis === undefined) issues.note(AT, 'is missing: this account was not analysed')
  const index = readCount(wire.account_index, 'accounts[*].account_index', issues)
  const healthScore = normaliseHealthScore(analysis?.health_score, issues)
  const sections = {
    flagged: issues.part((noted) => readFlagged(openSection(analysis?.flagged_transactions), noted)),
    suspicious: issues.part((noted) => readSuspicious(openSection(analysis?.suspicious_transactions), noted)),
    card: issues.part((noted) => normaliseStatementCard(openSection(analysis?.summary_card), noted)),
    otherSections: issues.part(() => collectUnknown(analysis)),
  }
  const plain = {
    index,
    analysisHandle: readRawText(wire.bsa_client_id),
    bankName: toBankName(readText(wire.bank_name)),
    maskedNumber: toMaskedNumber(wire.account_number),
    entityType: readText(analysis?.entity_type),
    healthScore,
  }
  return toShape(plain, sections)
}

function readFlagged(wire: AnalysisJsonWire['flagged_transactions'], issues: DataIssues): FlaggedTransactions | null {
  if (!wire) return null
  const at = `${AT}.flagged_transactions.summary`
  const count = (
    name: 'total_flagged' | 'bounce_count' | 'negative_balance_count' | 'reconciliation_count' | 'date_mismatch_count',
  ) => readCount(wire.summary?.[name], `${at}.${name}`, issues)
  return {
    total: count('total_flagged'),
    bounceCount: count('bounce_count'),
    negativeBalanceCount: count('negative_balance_count'),
    reconciliationCount: count('reconciliation_count'),
    dateMismatchCount: count('date_mismatch_count'),
    bounces: readRows(wire.bounce_transactions),
    negativeBalances: readRows(wire.negative_balance_transactions),
    reconciliationIssues: readRows(wire.reconciliation_issues),
    dateMismatches: readRows(wire.date_mismatch_transactions),
    chequeReturns: readObject(wire.cheque_return_summary),
  }
}

function readSuspicious(
  wire: AnalysisJsonWire['suspicious_transactions'],
  issues: DataIssues,
): SuspiciousTransactions | null {
  if (!wire) return null
  const at = `${AT}.suspicious_transactions.summary`
  return {
    total: readCount(wire.summary?.total_suspicious, `${at}.total_suspicious`, issues),
    creditCount: readCount(wire.summary?.suspicious_credit_count, `${at}.suspicious_credit_count`, issues),
    debitCount: readCount(wire.summary?.suspicious_debit_count, `${at}.suspicious_debit_count`, issues),
    credits: readRows(wire.suspicious_credits),
    debits: readRows(wire.suspicious_debits),
    monthwise: readObject(wire.monthwise_summary),
  }
}

function readRows(rows: readonly unknown[] | null | undefined): readonly unknown[] {
  return (rows ?? []).map((row) => maskAadhaarIn(row))
}

/** An empty object is what Finpass sends for nothing. */
function readObject(value: Record<string, unknown> | null | undefined): Record<string, unknown> | null {
  if (!value || Object.keys(value).length === 0) return null
  return maskAadhaarIn(value) as Record<string, unknown> // a masked copy of an object is an object
}

/** What this file and its neighbours read, by section. */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  entity_type: [],
  health_score: ['score', 'rating', 'rating_description', 'total_penalties', 'breakdown', 'details'],
  flagged_transactions: [
    'bounce_transactions',
    'negative_balance_transactions',
    'reconciliation_issues',
    'date_mismatch_transactions',
    'cheque_return_summary',
    'summary',
  ],
  suspicious_transactions: ['suspicious_credits', 'suspicious_debits', 'monthwise_summary', 'summary'],
  summary_card: [
    'customer_name',
    'account_number',
    'bank_name',
    'ifsc_code',
    'account_type',
    'statement_period',
    'balance_summary',
    'transaction_summary',
    'mode_breakdown',
  ],
}

/** Unknown sections whole, and unknown keys of known sections under the section's name. */
function collectUnknown(analysis: AnalysisJsonWire | null | undefined): Record<string, unknown> | null {
  const unknown: Record<string, unknown> = {}
  for (const [name, left] of Object.entries(analysis ?? {})) {
    const section = openSection(left)
    const known = Object.hasOwn(KNOWN, name) ? KNOWN[name] : undefined
    if (known === undefined) {
      if (section !== undefined) unknown[name] = section
    } else if (isObject(section)) {
      const rest = Object.entries(section).filter(([key]) => !known.includes(key))
      if (rest.length > 0) unknown[name] = Object.fromEntries(rest)
    }
  }
  return readObject(unknown)
}
