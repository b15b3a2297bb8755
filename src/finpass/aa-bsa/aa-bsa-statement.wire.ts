/**
 * `aa-bsa-journey/statement-result` as Finpass sends it. The documented table is cut off inside a transaction; the observed
 * form has never been seen and is taken from its neighbours (the analysis around it, the statement analyser's result inside).
 * Nothing is recorded, so every likely spelling is listed.
 */
import { z } from 'zod'
import { scalar } from '../leaf.wire.ts'

/** A ledger line. Read by hand in `statement-line.normalise.ts`, which takes nothing in it on trust. */
export interface AaBsaStatementLineWire {
  // documented
  readonly date?: unknown
  readonly type?: unknown
  readonly mode?: unknown
  readonly amount?: unknown
  readonly reference?: unknown
  readonly transaction_id?: unknown
  // observed
  readonly txn_date?: unknown
  readonly value_date?: unknown
  readonly reference_no?: unknown
  readonly txn_type?: unknown
  readonly credit?: unknown
  readonly debit?: unknown
  // both
  readonly description?: unknown
  readonly balance?: unknown
  // other spellings of the family
  readonly narration?: unknown
  readonly particulars?: unknown
  readonly transaction_date?: unknown
  readonly transaction_type?: unknown
  readonly transaction_timestamp?: unknown
  readonly reference_number?: unknown
  readonly closing_balance?: unknown
  readonly transaction_balance?: unknown
  readonly transactional_balance?: unknown
}

const period = z.looseObject({ from: scalar, to: scalar, start_date: scalar, end_date: scalar })

/** `address` and `pincode` are the branch's; `phone` may hold several numbers. */
const accountInfo = z.looseObject({
  bank_name: scalar,
  account_holder_name: scalar,
  account_number: scalar,
  address: scalar,
  branch_name: scalar,
  ifsc: scalar,
  ifsc_code: scalar,
  micr_code: scalar,
  customer_id: scalar,
  ckyc_number: scalar,
  email: scalar,
  phone: scalar,
  pincode: scalar,
  account_type: scalar,
  account_open_date: scalar,
  statement_period: period.nullish(),
})

/** What one account's analysis run gave, wherever it stands. */
const resultKeys = {
  doc_id: scalar,
  status: scalar,
  checkpoint: scalar,
  progress: scalar,
  account_info: accountInfo.nullish(),
  opening_balance: scalar,
  closing_balance: scalar,
  transactions: z.unknown().optional(),
}
const result = z.looseObject(resultKeys)

const account = z.looseObject({
  ...resultKeys,
  account_id: scalar,
  account_number: scalar,
  ifsc: scalar,
  bank_name: scalar,
  account_type: scalar,
  holder_name: scalar,
  statement_from: scalar,
  statement_to: scalar,
  account_index: scalar,
  bsa_status: scalar,
  bsa_client_id: scalar,
  statement: result.nullish(),
  result: result.nullish(),
  statement_result: result.nullish(),
  analysis_result: result.nullish(),
})

/** Both dialects: their accounts differ, the frame does not. */
export const aaBsaStatement = z.looseObject({
  client_id: scalar,
  status: scalar,
  total_accounts: scalar,
  accounts: z.array(account.nullish()),
})

export type AaBsaStatementAccountWire = z.output<typeof account>
export type AaBsaStatementResultWire = z.output<typeof result>
