/** Spans as the parts see them: what they are called and may say is a closed list, so nothing of a person gets in. */

/** All that a span may say: words of ours, codes and counts. Never an id of Finpass's, a variable or an address. */
export interface TraceFacts {
  readonly 'graphql.operation.type'?: string
  /** Of a trusted document. */
  readonly 'graphql.operation.name'?: string
  readonly 'graphql.document'?: string
  readonly 'request.id'?: string
  readonly 'finpass.operation'?: string
  readonly 'http.response.status_code'?: number
  readonly 'journey.id'?: string
  readonly 'journey.kind'?: string
  readonly 'journey.status'?: string
  readonly 'journey.sequence'?: number
  readonly transport?: string
  readonly outcome?: string
}

export const TRACE_FACTS = [
  'graphql.operation.type',
  'graphql.operation.name',
  'graphql.document',
  'request.id',
  'finpass.operation',
  'http.response.status_code',
  'journey.id',
  'journey.kind',
  'journey.status',
  'journey.sequence',
  'transport',
  'outcome',
] as const satisfies readonly (keyof TraceFacts)[]

export type TraceName = 'operation' | 'finpass call' | 'journey check' | 'journey step' | 'journey event'

/** A span under way. */
export interface Trace {
  /** Its place, as W3C has it. */
  readonly traceparent: string
  /** A part of it. */
  begin(name: TraceName, facts?: TraceFacts): Trace
  /** Adds facts and ends it; `isFailed` marks it as an error. */
  end(facts?: TraceFacts, isFailed?: boolean): void
}

/** A step of a journey: the same one on every process that commits or delivers it. */
export interface StepPlace {
  readonly journeyId: string
  readonly sequence: number
}

export interface Tracing {
  /** What a caller asks for. Null when it is not traced. `traceparent` is whatever the caller sent. */
  beginOperation(traceparent: unknown): Trace | null
  /** What the gateway does by itself, following from a step of a journey. Null when it is not traced. */
  beginAfter(name: TraceName, step: StepPlace, facts?: TraceFacts): Trace | null
  /** A step was committed, on behalf of `cause`. Its place follows from the journey, so that nothing has to carry it. */
  noteStep(step: StepPlace, startedAt: number, cause: Trace | null, facts?: TraceFacts): void
  /** A step goes to whoever follows it here. */
  noteEvent(step: StepPlace, facts?: TraceFacts): void
  /** Sends what is left. */
  close(): Promise<void>
}
