/** `services/account-aggregator/fetch-json-report` as Finpass sends it, the same in both dialects. Recorded: aa-fetch-json.*.json. */
import { z } from 'zod'
import { anyObject, flag, scalar } from '../leaf.wire.ts'

/** A ledger line. Read by hand in `aa-account.normalise.ts`, which takes nothing in it on trust. */
export interface AccountAggregatorLineWire {
  /** Repeats: T000001 stands on five of the six recorded lines. */
  readonly transaction_id?: unknown
  /** A number here, a string in real reports of the same family. */
  readonly amount?: unknown
  readonly narration?: unknown
  readonly type?: unknown
  readonly mode?: unknown
  readonly transaction_timestamp?: unknown
  /** Midnight in India as a timestamp, so the day before in UTC. */
  readonly value_date?: unknown
  readonly reference?: unknown
  readonly transactional_balance?: unknown
  /** What the same family calls the balance elsewhere. */
  readonly transaction_balance?: unknown
}

const account = z.looseObject({
  account_id: scalar,
  status: scalar,
  fip_id: scalar,
  bank_name: scalar,
  profile_details: z
    .looseObject({
      name: scalar,
      dob: scalar,
      mobile: scalar,
      nominee: scalar,
      landline: scalar,
      address: scalar,
      email: scalar,
      pan: scalar,
      /** `"true"` as text. */
      ckyc_registered: flag,
      type: scalar,
    })
    .nullish(),
  summary_details: z
    .looseObject({
      branch: scalar,
      facility: scalar,
      micr_code: scalar,
      opening_date: scalar,
      current_od_limit: scalar,
      drawing_limit: scalar,
      status: scalar,
      /** `""` in both recorded bodies, while the sub-type says SAVINGS. */
      account_type: scalar,
      account_sub_type: scalar,
      ifsc: scalar,
      current_balance: scalar,
      currency: scalar,
      balance_date_time: scalar,
    })
    .nullish(),
  transaction_data: z
    .looseObject({ transaction_details: z.unknown().optional(), start_date: scalar, end_date: scalar })
    .nullish(),
  transaction_type: scalar,
  masked_account_number: scalar,
  fi_status_details: anyObject,
})

export const accountAggregatorReport = z.looseObject({
  client_id: scalar,
  account_aggregator_json: z.array(account.nullish()),
})

export type AccountAggregatorAccountWire = z.output<typeof account>
