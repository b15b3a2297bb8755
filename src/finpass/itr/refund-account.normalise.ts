/**
 * The accounts an applicant named for a refund. The return lists all of them, the analyser one (two against one in
 * itr-data.observed.json), so both lists are joined by account number; numbers are whole in both.
 */
import { Failure } from '../../domain/failure.ts'
import type { RefundAccount } from '../../domain/itr-filing.ts'
import type { DataIssues } from '../data-issues.ts'
import { isObject } from '../leaf.wire.ts'
import { readAccountNumber, readFlag, readText } from '../value.ts'
import type { AnalyzedDataWire } from './itr-data.wire.ts'
import type { ItrReturn } from './itr-return.ts'

type AnalyzedAccounts = NonNullable<NonNullable<AnalyzedDataWire>['tax_computation']>['refund_bank_accounts']

/** Lists beyond this are too large to be joined, and nobody has as many. */
export const MOST_REFUND_ACCOUNTS = 500

/** Every account once, the return's order first; throws `FINPASS_TOO_LARGE` when the return has too many. */
export function normaliseRefundAccounts(
  analyzed: AnalyzedAccounts,
  taxReturn: ItrReturn | null,
  issues: DataIssues,
): readonly RefundAccount[] {
  const accounts: RefundAccount[] = []
  const at = 'filings[*].parsed_data.ITR.*.Refund.BankAccountDtls.AddtnlBankDetails[*]'
  const filed = taxReturn?.accounts ?? []
  if (filed.length > MOST_REFUND_ACCOUNTS) throw new Failure('FINPASS_TOO_LARGE')
  for (const account of filed) {
    if (!isObject(account)) {
      issues.note(at, 'is not an account')
      continue
    }
    accounts.push({
      bankName: readText(account.BankName),
      accountNumber: readAccountNumber(account.BankAccountNo),
      ifsc: readText(account.IFSCCode),
      accountType: readText(account.AccountType),
      isUsedForRefund: readFlag(account.UseForRefund, `${at}.UseForRefund`, issues),
    })
  }
  for (const account of analyzed ?? []) {
    if (account === null || account === undefined) continue
    const path = 'filings[*].analyzed_data.tax_computation.refund_bank_accounts[*].use_for_refund'
    addOrComplete(accounts, {
      bankName: readText(account.bank_name),
      accountNumber: readAccountNumber(account.account_no),
      ifsc: readText(account.ifsc),
      accountType: readText(account.account_type),
      isUsedForRefund: readFlag(account.use_for_refund, path, issues),
    })
  }
  return accounts
}

function addOrComplete(accounts: RefundAccount[], other: RefundAccount): void {
  const position = accounts.findIndex(
    ({ accountNumber }) => accountNumber !== null && accountNumber.equals(other.accountNumber),
  )
  const known = accounts[position]
  if (known === undefined) {
    accounts.push(other)
    return
  }
  accounts[position] = {
    bankName: known.bankName ?? other.bankName,
    accountNumber: known.accountNumber,
    ifsc: known.ifsc ?? other.ifsc,
    accountType: known.accountType ?? other.accountType,
    isUsedForRefund: known.isUsedForRefund ?? other.isUsedForRefund,
  }
}
