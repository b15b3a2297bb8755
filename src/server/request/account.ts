/**
 * The account of one operation, kept from the moment it comes until its last word is sent, whichever way it came: what was
 * asked, what it cost, how it went. It is closed exactly once, and whoever keeps the books is told then.
 */
import type { FailureCode } from '../../domain/failure.ts'
import type { Principal } from '../../domain/principal.ts'
import type { Activity, UpstreamCall } from '../../platform/activity.ts'
import type { Trace } from '../../platform/trace.ts'
import type { DocumentFacts } from '../document/identity.ts'
import { toCallerKey } from '../load/held-count.ts'

export type Transport = 'http' | 'sse' | 'ws'
/**
 * `refused`: nothing was run; `failed`: no data came of it; `partial`: some fields had an error; `cancelled`: the caller
 * left before the answer.
 */
export type OperationOutcome = 'ok' | 'partial' | 'failed' | 'refused' | 'cancelled'

export interface AccountOptions {
  readonly requestId: string
  readonly transport: Transport
  readonly trace: Trace | null
  onClose(account: Account): void
}

/** As much of a result as says how it went. */
export interface AccountedResult {
  readonly data?: unknown
  readonly errors?: readonly unknown[] | undefined
}

/** Opens the account of an operation that has just come. */
export type OpenAccount = (facts: {
  readonly requestId: string
  readonly transport: Transport
  /** What its caller says of the trace that it is part of; nobody has looked at it yet. */
  readonly traceparent: unknown
}) => Account

/** Beyond this they are counted and not listed. */
const MOST_LISTED = 200

export class Account implements Activity {
  readonly requestId: string
  readonly transport: Transport
  readonly trace: Trace | null
  /** When it came, by `performance.now`. */
  readonly startedAt: number
  /** Null until its caller is known. */
  principal: Principal | null = null
  /** Null until its document was read. */
  document: DocumentFacts | null = null
  /** Status of an HTTP answer. */
  status: number | null = null
  /** Results sent by a stream. */
  events = 0
  /** False for what only looks like one: a browser asks whether it may call. */
  isOperation = true
  /** True once something was run. */
  isRun = false
  readonly codes: Set<FailureCode> = new Set()
  /** Calls by how they were answered, and those that Finpass was asked by what came of them. */
  readonly calls: Record<UpstreamCall['from'], number> = { fresh: 0, shared: 0, cached: 0 }
  readonly upstream: Record<string, number> = {}
  #untold: UpstreamCall[] = []
  #hasData = false
  #hasLeft = false
  #isClosed = false
  readonly #onClose: (account: Account) => void

  constructor({ requestId, transport, trace, onClose }: AccountOptions) {
    this.requestId = requestId
    this.transport = transport
    this.trace = trace
    this.startedAt = performance.now()
    this.#onClose = onClose
  }

  get caller(): string | null {
    return this.principal === null ? null : toCallerKey(this.principal)
  }

  noteCall(call: UpstreamCall): void {
    this.calls[call.from] += 1
    if (call.from === 'fresh') this.upstream[call.outcome] = (this.upstream[call.outcome] ?? 0) + 1
    if (this.#untold.length < MOST_LISTED) this.#untold.push(call)
  }

  /** The calls since it was last asked. */
  takeCalls(): readonly UpstreamCall[] {
    if (this.#untold.length === 0) return []
    const calls = this.#untold
    this.#untold = []
    return calls
  }

  noteCode(code: FailureCode): void {
    this.codes.add(code)
  }

  /** A result is about to be sent. */
  noteResult({ data }: AccountedResult): void {
    if (typeof data !== 'object' || data === null) return
    // An answer whose every field failed has given nothing.
    for (const name in data) if ((data as Readonly<Record<string, unknown>>)[name] !== null) this.#hasData = true
  }

  /** An answer is about to be sent that somebody else has looked at. */
  noteData(hasData: boolean): void {
    if (hasData) this.#hasData = true
  }

  /** The caller has gone before it was answered. */
  noteLeft(): void {
    this.#hasLeft = true
  }

  get outcome(): OperationOutcome {
    // Who follows something leaves when it has seen enough.
    if (this.#hasLeft && this.document?.type !== 'subscription') return 'cancelled'
    if (!this.isRun) return this.codes.size === 0 && this.#hasLeft ? 'cancelled' : 'refused'
    if (this.codes.size === 0) return 'ok'
    return this.#hasData ? 'partial' : 'failed'
  }

  /** Nothing more comes of it. Harmless when called again. */
  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#onClose(this)
  }
}
