/**
 * What each call to Finpass may cost: how long it may take, how many bytes may come, and whether it may be asked twice. One
 * row per endpoint; nothing else in the gateway says such a thing of a single endpoint.
 */

export interface OperationTerms {
  /** A start bills the lender or carries a credential: it is sent once, whatever becomes of it. */
  readonly isRepeatable: boolean
  /** Until the headers are there. */
  readonly headersTimeoutMs: number
  /** Between two pieces of a body. */
  readonly bodyTimeoutMs: number
  /** From the call to the last byte, with all that the gateway does in between: waiting, asking again. */
  readonly deadlineMs: number
  /** What of that it needs once its turn has come: one that was sent and had no time to be answered is worse than none. */
  readonly leastMs: number
  readonly maxBodyBytes: number
}

const MIB = 1024 * 1024

/** As long as a call may take, repeats and waiting included. */
export const CALL_MS = 15_000

/** A start has a few hundred bytes, and Finpass may talk to the portal meanwhile. */
const START: OperationTerms = {
  isRepeatable: false,
  headersTimeoutMs: 10_000,
  bodyTimeoutMs: 10_000,
  deadlineMs: CALL_MS,
  leastMs: 10_000,
  maxBodyBytes: MIB,
}
const REPORT: OperationTerms = { ...START, isRepeatable: true, leastMs: 500 }
/** A status has some hundred bytes, and some hundred more per bank, and comes in one piece. */
const STATUS: OperationTerms = { ...REPORT, bodyTimeoutMs: 5_000 }
/** 50,000 lines have about 20 million bytes in the larger dialect. */
const LEDGER: OperationTerms = { ...REPORT, maxBodyBytes: 32 * MIB }

export const OPERATIONS = {
  'itr.start': START,
  'itr.status': STATUS,
  // A filing has some 50 kB, with the department's whole return.
  'itr.data': { ...REPORT, maxBodyBytes: 16 * MIB },
  'aa-bsa.start': START,
  'aa-bsa.status': STATUS,
  'aa-bsa.statements': LEDGER,
  'aa-bsa.analysis': LEDGER,
  'aa.start': START,
  'aa.report': LEDGER,
} as const satisfies Record<string, OperationTerms>

/** An endpoint of Finpass, by our name for it: bounded, so it may label a metric. */
export type OperationName = keyof typeof OPERATIONS
