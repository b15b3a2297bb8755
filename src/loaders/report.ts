/**
 * The reports a completed journey can be asked for: one entry per Finpass endpoint that gives one, with the kind of
 * journey it belongs to and how much memory it is reckoned to take in the cache.
 */
import type { AuditKind } from '../domain/audit.ts'
import type { BankAccount } from '../domain/bank-account.ts'
import type { BsaAnalysis } from '../domain/bsa-analysis.ts'
import { Failure } from '../domain/failure.ts'
import type { ItrReport } from '../domain/itr-filing.ts'
import type { JourneyKind } from '../domain/journey.ts'
import type { Scope } from '../domain/principal.ts'
import type { Reading } from '../domain/reading.ts'
import type { FinpassClient, Handle } from '../finpass/contract.ts'
import type { OperationName } from '../finpass/traffic/operation.ts'
import { reckonBytes } from './reckoned-size.ts'

export interface ReportTypes {
  readonly itrData: ItrReport
  readonly aaBsaStatements: readonly BankAccount[]
  readonly aaBsaAnalysis: BsaAnalysis
  readonly accountAggregatorReport: readonly BankAccount[]
}
export type ReportName = keyof ReportTypes

interface ReportSpecification<Value> {
  readonly endpoint: OperationName
  readonly kind: JourneyKind
  /** What a caller must be granted to read it. */
  readonly scope: Scope
  /** What reading it is called in the audit trail. */
  readonly audited: AuditKind
  /** Asks Finpass; rejects with a `Failure`. */
  fetch(client: FinpassClient, handle: Handle, signal: AbortSignal): Promise<Reading<Value>>
  /** Rough bytes on the heap. */
  sizeOf(value: Value): number
}

/** A ledger line that was parsed, with its strings, measured on 50,000 of them; one that is left as text takes less. */
const BYTES_PER_LINE = 600
const BYTES_PER_REPORT = 20_000

function sizeOfAccounts(accounts: readonly BankAccount[]): number {
  return accounts.reduce((sum, { transactions }) => sum + transactions.length * BYTES_PER_LINE, BYTES_PER_REPORT)
}

export const REPORTS: { readonly [Name in ReportName]: ReportSpecification<ReportTypes[Name]> } = {
  itrData: {
    endpoint: 'itr.data',
    scope: 'applicants:read',
    kind: 'ITR',
    audited: 'TAX_RETURN_READ',
    fetch: (client, handle, signal) => client.fetchItrData(handle, signal),
    // Each filing carries the department's return, which has a hundred lines or thousands.
    sizeOf: (report) => BYTES_PER_REPORT + reckonBytes(report),
  },
  aaBsaStatements: {
    endpoint: 'aa-bsa.statements',
    scope: 'applicants:read',
    kind: 'AA_BSA',
    audited: 'BANK_DATA_READ',
    fetch: (client, handle, signal) => client.fetchAaBsaStatements(handle, signal),
    sizeOf: sizeOfAccounts,
  },
  aaBsaAnalysis: {
    endpoint: 'aa-bsa.analysis',
    scope: 'analysis:read',
    kind: 'AA_BSA',
    audited: 'ANALYSIS_READ',
    fetch: (client, handle, signal) => client.fetchAaBsaAnalysis(handle, signal),
    sizeOf: (analysis) => BYTES_PER_REPORT + reckonBytes(analysis),
  },
  accountAggregatorReport: {
    endpoint: 'aa.report',
    scope: 'applicants:read',
    kind: 'ACCOUNT_AGGREGATOR',
    audited: 'BANK_DATA_READ',
    async fetch(client, handle, signal) {
      const answer = await client.fetchAccountAggregatorReport(handle, signal)
      if (answer.isReady) return answer.report
      throw new Failure(answer.observation.failure?.code ?? 'FINPASS_INCOMPLETE')
    },
    sizeOf: sizeOfAccounts,
  },
}
