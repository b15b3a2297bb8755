/** `aa-bsa-journey/status` as Finpass sends it. Recorded: aa-bsa-status.documented.json, aa-bsa-status.observed.json. */
import { z } from 'zod'
import { list, scalar } from '../leaf.wire.ts'

/** In an envelope. The mobile number is masked with its head shown; it and `consent_type` are echoes. */
export const documentedAaBsaStatus = z.looseObject({
  client_id: scalar,
  status: z.string(),
  consent_type: scalar,
  mobile_number: scalar,
  updated_at: scalar,
})

const account = z.looseObject({
  account_index: scalar,
  /** A FIP id, not a bank's name. */
  bank_name: scalar,
  account_number: scalar,
  bsa_status: scalar,
  bsa_client_id: scalar,
  error_message: scalar,
})

/** Flat. `failed_at_stage` has only been seen null. */
export const observedAaBsaStatus = z.looseObject({
  client_id: scalar,
  status: z.string(),
  failed_at_stage: scalar,
  total_accounts: scalar,
  completed_accounts: scalar,
  failed_accounts: scalar,
  accounts: list(account),
  error_message: scalar,
  created_at: scalar,
  updated_at: scalar,
})

export type ObservedAaBsaStatusWire = z.output<typeof observedAaBsaStatus>
export type AaBsaStatusAccountWire = z.output<typeof account>
