/** What a handler may touch, and what it is told of one call. Also the settings that may be turned while it runs. */
import type { SandboxClock } from './clock.ts'
import type { Reply } from './envelope.ts'
import type { Decision } from './timeline.ts'

/** Which of the two recorded shapes a body takes. */
export type Dialect = 'observed' | 'documented'

/** `accept` serves the method; a number refuses it as a web framework would, without a code of Finpass. */
export type MethodRule = 'accept' | 404 | 405

/** The knobs; `settings.ts` holds their first positions. */
export interface Settings {
  dialect: Dialect
  /** Which methods ITR status and data take. */
  itrMethods: { GET: MethodRule; POST: MethodRule }
  /** `always-200` answers errors with HTTP 200 and `success: false`. */
  errorStatus: 'suggested' | 'always-200'
  webhooks: 'send' | 'drop' | 'duplicate'
  /** Real milliseconds. */
  webhookDelayMs: number
}

/** What was given at init and cannot be carried in an id. */
export interface Session {
  readonly redirectUrl: string | null
}

/** Everything a handler may read or change. */
export interface SandboxContext {
  readonly clock: SandboxClock
  readonly settings: Settings
  readonly apiKey: string
  readonly apiSecret: string
  /** Clicks on the consent page, by id. */
  readonly decisions: Map<string, Decision>
  readonly sessions: Map<string, Session>
  readonly baseUrl: () => string
  /** Has the journey's status changes sent to that address from now on. */
  readonly watch: (handle: string, webhookUrl: string) => void
}

/** One call, already routed and read. */
export interface Call {
  readonly operation: string
  readonly dialect: Dialect
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** The JSON object of the body; empty when there was none; null when it could not be read as one. */
  readonly body: Readonly<Record<string, unknown>> | null
  readonly rawBody: Buffer
  /** Tells the journal which id the call was about. */
  readonly note: (handle: string) => void
}

/** Answers one operation; refusals are answers too, it does not throw. */
export type Handler = (call: Call, context: SandboxContext) => Reply

/** A text field of the body, else of the query; empty text counts as absent, as Finpass's own example needs. */
export function textOf(call: Call, name: string): string | null {
  const inBody = call.body?.[name]
  const value = typeof inBody === 'string' ? inBody : call.query.get(name)
  return value === null || value.trim() === '' ? null : value.trim()
}
