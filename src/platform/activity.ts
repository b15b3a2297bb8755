/**
 * What is being done at this moment: an operation of a caller's, or a look of the schedule's. Whatever is called on its
 * behalf finds it here, however deep, and can say what it cost. Outside of one there is nobody to tell.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import type { FailureCode } from '../domain/failure.ts'
import type { Trace } from './trace.ts'

/** A call to Finpass that was made for the activity, or spared. */
export interface UpstreamCall {
  /** Our name of the endpoint, like `itr.data`. */
  readonly endpoint: string
  readonly ms: number
  /** `fresh`: asked for this. `shared`: somebody else had just asked. `cached`: kept from before. */
  readonly from: 'fresh' | 'shared' | 'cached'
  /** `OK`, or a code of the catalogue. */
  readonly outcome: string
}

export interface Activity {
  /** Null when nothing is traced. */
  readonly trace: Trace | null
  /** In whose name, however callers are told apart; null when nobody waits for it. Never shown. */
  readonly caller: string | null
  noteCall(call: UpstreamCall): void
  /** Something of ours failed that its answer tells as data, not as an error. */
  noteCode(code: FailureCode): void
}

const CURRENT = new AsyncLocalStorage<Activity>()

/** Runs `work` as part of the activity, with all that it sets off. */
export function runWithin<Result>(activity: Activity, work: () => Result): Result {
  return CURRENT.run(activity, work)
}

/** The activity that this is a part of; null outside of any. */
export function currentActivity(): Activity | null {
  return CURRENT.getStore() ?? null
}
