/** `itr-analyzer/status` as Finpass sends it. Recorded: itr-status.documented.json, itr-status.observed.json. */
import { z } from 'zod'
import { anyList, scalar } from '../leaf.wire.ts'

/** In an envelope. `pan` is whole here although the start masks it; we have no use for it. */
export const documentedItrStatus = z.looseObject({
  job_id: scalar,
  status: z.string(),
  pan: scalar,
  updated_at: scalar,
})

/** Flat: neither `success` nor `data`. `error_message` is `""` when there is none. */
export const observedItrStatus = z.looseObject({
  doc_id: scalar,
  job_id: scalar,
  status: z.string(),
  current_step: scalar,
  steps_completed: anyList,
  steps_failed: anyList,
  error_message: scalar,
  created_at: scalar,
  updated_at: scalar,
  completed_at: scalar,
  pdf_report_url: scalar,
})

export type ObservedItrStatusWire = z.output<typeof observedItrStatus>
