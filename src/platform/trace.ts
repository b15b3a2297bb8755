/** A span under way, as the parts see it: what it is called and may say is a closed list, so nothing of a person gets in. */

/** All that a span may say. Words of ours, codes, counts; never an id of Finpass's, a variable or an address. */
export interface TraceFacts {
  readonly 'graphql.operation.type'?: string
  /** Of a trusted document. */
  readonly 'graphql.operation.name'?: string
  readonly 'graphql.document'?: string
  readonly 'finpass.operation'?: string
  readonly 'finpass.attempt'?: number
  readonly 'journey.id'?: string
  readonly 'journey.kind'?: string
  readonly 'journey.status'?: string
  readonly 'http.response.status_code'?: number
  readonly 'request.id'?: string
  readonly outcome?: string
  readonly transport?: string
}

export type TraceName = 'operation' | 'finpass call' | 'journey check' | 'store append' | 'journey event'

export interface Trace {
  /** Its place as W3C's `traceparent` has it. */
  readonly traceparent: string
  begin(name: TraceName, facts?: TraceFacts): Trace
  /** Adds facts and ends it; `isFailed` marks it as an error. */
  end(facts?: TraceFacts, isFailed?: boolean): void
}
