/**
 * Every limit that an operator may move, in one table: the variable of the environment, what holds when it is left out,
 * and between what it may be. None can be switched off.
 */

interface LimitEntry {
  readonly variable: `LIMIT_${string}`
  readonly fallback: number
  readonly least: number
  readonly most: number
}

function entry(variable: LimitEntry['variable'], fallback: number, least: number, most: number): LimitEntry {
  return { variable, fallback, least, most }
}

export const LIMITS = {
  // Of a document
  documentBytes: entry('LIMIT_DOCUMENT', 16_384, 1_024, 1_000_000),
  tokens: entry('LIMIT_TOKENS', 2_000, 100, 1_000_000),
  depth: entry('LIMIT_DEPTH', 10, 3, 1_000),
  introspectionDepth: entry('LIMIT_INTROSPECTION_DEPTH', 16, 3, 1_000),
  aliases: entry('LIMIT_ALIASES', 50, 1, 100_000),
  rootFields: entry('LIMIT_ROOT_FIELDS', 20, 1, 100_000),
  directives: entry('LIMIT_DIRECTIVES', 30, 1, 100_000),
  /** Selected fields, fragments written out. */
  fields: entry('LIMIT_FIELDS', 500, 20, 1_000_000),
  /** The same field in the same place. */
  repeats: entry('LIMIT_REPEATS', 50, 1, 100_000),
  /** Calls to Finpass that one operation may need. */
  cost: entry('LIMIT_COST', 25, 1, 10_000),
  /** Fields with a Secret in their input. */
  credentials: entry('LIMIT_CREDENTIALS', 1, 1, 100),
  /** Entries of one list among the variables. */
  listEntries: entry('LIMIT_LIST', 500, 1, 1_000_000),
  /** Values in all variables together. */
  variableValues: entry('LIMIT_VARIABLES', 5_000, 10, 1_000_000),

  // Of what is sent
  bodyBytes: entry('LIMIT_BODY', 1_000_000, 10_000, 10_000_000),
  frameBytes: entry('LIMIT_FRAME', 65_536, 4_096, 1_000_000),
  /** Messages and pings of one socket in a second. */
  messages: entry('LIMIT_MESSAGES', 200, 10, 100_000),

  // Of what is held open, in one process
  sockets: entry('LIMIT_SOCKETS', 24, 1, 1_000_000),
  streams: entry('LIMIT_STREAMS', 100, 1, 1_000_000),
  subscriptions: entry('LIMIT_SUBSCRIPTIONS', 50, 1, 10_000),
  /** Sockets of one address that have not introduced themselves. */
  newSockets: entry('LIMIT_NEW_SOCKETS', 1_000, 10, 1_000_000),

  /** Operations under way in one process, whatever the load; under load it finds a lower number itself. */
  operations: entry('LIMIT_OPERATIONS', 1_000, 1, 100_000),

  // Of what is done, in the whole fleet
  requests: entry('LIMIT_REQUESTS', 600, 10, 10_000_000),
  tenantRequests: entry('LIMIT_TENANT_REQUESTS', 30_000, 10, 100_000_000),
  /** Logins to the income-tax portal for one PAN in 15 minutes. */
  logins: entry('LIMIT_LOGINS', 5, 1, 20),
} as const satisfies Record<string, LimitEntry>

export type LimitName = keyof typeof LIMITS
export type Limits = Readonly<Record<LimitName, number>>

/** The limits that hold when the environment says nothing. */
export const DEFAULT_LIMITS: Limits = toLimits((name) => LIMITS[name].fallback)

/** Makes limits of what `read` gives for each. */
export function toLimits(read: (name: LimitName) => number): Limits {
  const names = Object.keys(LIMITS) as LimitName[] // Object.keys loses the literal types of its own table
  return Object.fromEntries(names.map((name) => [name, read(name)])) as Limits // one entry for each name
}
