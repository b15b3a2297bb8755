/**
 * The analysis of an AA-BSA journey. The dialects differ in substance: sections over all accounts (documented), or one analysis
 * per account (observed). A body with both is read for both; one with neither is not recognisable.
 */
import type { BsaAnalysis } from '../../domain/bsa-analysis.ts'
import { Failure } from '../../domain/failure.ts'
import type { Reading } from '../../domain/reading.ts'
import { boundKeys, boundObjects, MOST_ACCOUNTS, MOST_ENTRIES, sectionOf } from '../bound-list.ts'
import { DataIssues, toReading } from '../data-issues.ts'
import { isObject } from '../leaf.wire.ts'
import { readTolerantly } from '../read-tolerantly.ts'
import { isMockId } from '../record-key.ts'
import { documentedAaBsaAnalysis, observedAaBsaAnalysis } from './aa-bsa-analysis.wire.ts'
import { noteMissingAccounts } from './aa-bsa-statement.normalise.ts'
import { normaliseAccountAnalysis } from './account-analysis.normalise.ts'
import { normaliseSections } from './analysis-section.normalise.ts'

const SECTIONS = ['analysis_period', 'summary', 'income', 'obligations', 'cash_flow', 'flags']

/** The analysis in `payload`; throws `FINPASS_SHAPE` when it has neither accounts nor a section. */
export function parseAaBsaAnalysis(payload: Record<string, unknown>): Reading<BsaAnalysis> {
  const hasAccounts = Array.isArray(payload.accounts)
  const hasSections = SECTIONS.some((name) => isObject(payload[name]))
  if (!hasAccounts && !hasSections) throw new Failure('FINPASS_SHAPE')
  const issues = new DataIssues()
  boundSections(payload, issues)
  const sections = normaliseSections(
    hasSections ? readTolerantly(documentedAaBsaAnalysis, payload, issues) : {},
    issues,
  )
  if (!hasAccounts) {
    return toReading({ ...sections, accounts: [], isComplete: true }, issues, isMockId([payload.client_id]))
  }
  const wire = readTolerantly(observedAaBsaAnalysis, payload, issues)
  const accounts = wire.accounts.flatMap((account) => {
    if (account === null) issues.note('accounts[*]', 'is empty')
    return account ? [normaliseAccountAnalysis(account, issues)] : []
  })
  const missing = noteMissingAccounts(wire.total_accounts, wire.accounts.length, issues)
  const isComplete = missing === 0 && wire.accounts.every((account) => isObject(account?.analysis_json))
  const isMock = isMockId([wire.client_id, ...wire.accounts.map((account) => account?.bsa_client_id)])
  return toReading({ ...sections, accounts, isComplete }, issues, isMock)
}

/** Every list and breakdown whose elements have a shape; rows without one cost no more than their bytes. */
function boundSections(payload: Record<string, unknown>, issues: DataIssues): void {
  const bound = (section: string, name: string) =>
    boundObjects(payload[section], name, MOST_ENTRIES, `${section}.${name}`, issues)
  bound('income', 'identified_salary_credits')
  bound('obligations', 'emi_accounts')
  bound('cash_flow', 'monthly_trend')
  for (const account of boundObjects(payload, 'accounts', MOST_ACCOUNTS, 'accounts', issues)) {
    const analysis = sectionOf(account, 'analysis_json')
    const score = sectionOf(analysis, 'health_score')
    const details = sectionOf(score, 'details')
    boundKeys(score, 'breakdown')
    boundKeys(details, 'breakdown')
    boundKeys(details, 'thresholds')
    boundKeys(sectionOf(analysis, 'summary_card'), 'mode_breakdown')
  }
}
