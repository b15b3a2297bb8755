/**
 * The log. Allow-list by construction: an event has a fixed name, and only the fields named here can be written, so a
 * body, a header or a name cannot get in by accident.
 */
import { pino } from 'pino'

/** All that may stand in a log line besides time, level and event. Ids are ours; none is personal. */
export interface LogFields {
  readonly requestId?: string
  readonly tenant?: string
  readonly applicantId?: string
  readonly journeyId?: string
  readonly kind?: string
  readonly status?: string | number
  readonly code?: string
  /** Name of a saved operation, printable and short. */
  readonly operation?: string
  /** Id of a trusted document, or a hash of the form of another one. */
  readonly document?: string
  /** What kind of caller it was. */
  readonly principal?: string
  readonly transport?: string
  readonly outcome?: string
  readonly durationMs?: number
  readonly count?: number
  /** Codes of the catalogue. */
  readonly codes?: readonly string[]
  /** How often each word of ours was the answer. */
  readonly calls?: Readonly<Record<string, number>>
  readonly upstream?: Readonly<Record<string, number>>
  /** Class of an unexpected error and the places in our own code it came through; never its message. */
  readonly errorName?: string
  readonly stack?: string
}

const FIELDS = [
  'requestId',
  'tenant',
  'applicantId',
  'journeyId',
  'kind',
  'status',
  'code',
  'operation',
  'document',
  'principal',
  'transport',
  'outcome',
  'durationMs',
  'count',
  'codes',
  'calls',
  'upstream',
  'errorName',
  'stack',
] as const satisfies readonly (keyof LogFields)[]

export interface Log {
  debug(event: string, fields?: LogFields): void
  info(event: string, fields?: LogFields): void
  warn(event: string, fields?: LogFields): void
  /** An unexpected error: written by its class and stack without the message, which may quote what was being read. */
  error(event: string, fields?: LogFields, thrown?: unknown): void
}

export interface LogOptions {
  /** One of pino's words. */
  readonly level: string
  /** Where lines go. @default standard output */
  readonly write?: (line: string) => void
}

export function createLog({ level, write }: LogOptions): Log {
  const lines = write === undefined ? createLines() : { write, flush: () => undefined }
  const logger = pino({ level, base: null, messageKey: 'event', timestamp: createTimestamp() }, { write: lines.write })
  return {
    debug: (event, fields) => logger.debug(pick(fields), event),
    info: (event, fields) => logger.info(pick(fields), event),
    warn(event, fields) {
      logger.warn(pick(fields), event)
      lines.flush()
    },
    error(event, fields, thrown) {
      logger.error({ ...pick(fields), ...toErrorFields(thrown) }, event)
      lines.flush()
    },
  }
}

/** As pino's own `isoTime`: a date is put into words once in a second, and not for each line. */
function createTimestamp(): () => string {
  let [second, text] = [Number.NaN, '']
  return () => {
    const now = Date.now()
    const itsSecond = Math.floor(now / 1_000)
    if (itsSecond !== second) {
      second = itsSecond
      text = `,"time":"${new Date(now).toISOString().slice(0, -4)}`
    }
    return `${text}${String(now - second * 1_000).padStart(3, '0')}Z"`
  }
}

/** Lines of one turn of the event loop that are kept together, at most. */
const MOST_TOGETHER = 65_536

/**
 * Standard output, written to once for all lines of one turn of the event loop: at its end, before the process ends, and when
 * it is flushed.
 */
function createLines(): { readonly write: (line: string) => void; readonly flush: () => void } {
  const output = pino.destination({ fd: 1, sync: true })
  let waiting = ''
  function flush(): void {
    if (waiting === '') return
    const text = waiting
    waiting = ''
    output.write(text)
  }
  process.on('exit', flush)
  return {
    write(line) {
      if (waiting === '') setImmediate(flush)
      waiting += line
      if (waiting.length > MOST_TOGETHER) flush()
    },
    flush,
  }
}

function pick(fields: LogFields | undefined): LogFields {
  const picked: Record<string, unknown> = {}
  for (const key of FIELDS) {
    const value = fields?.[key]
    if (value === undefined) continue
    picked[key] = typeof value === 'object' ? pickWords(value) : value
  }
  return picked
}

/** Of a list or a table only what are words of ours, and numbers. */
function pickWords(value: readonly string[] | Readonly<Record<string, number>>): unknown {
  if (Array.isArray(value)) return value.filter((each) => typeof each === 'string' && WORD.test(each))
  const picked: Record<string, number> = {}
  for (const [word, count] of Object.entries(value)) {
    if (WORD.test(word) && typeof count === 'number') picked[word] = count
  }
  return picked
}
const WORD = /^[A-Za-z_]{1,40}$/

function toErrorFields(thrown: unknown): LogFields {
  if (!(thrown instanceof Error)) return thrown === undefined ? {} : { errorName: typeof thrown }
  // The stack begins with the message, and a line of that may look like a place.
  const { stack = '', message } = thrown
  const from = stack.indexOf(message)
  const places =
    from < 0
      ? []
      : stack
          .slice(from + message.length)
          .split('\n')
          .filter((line) => line.startsWith('    at '))
  // A name is a property like any other, so it is held to what a class can be called.
  return { errorName: /^\w{1,60}$/.test(thrown.name) ? thrown.name : 'Error', stack: places.slice(0, 8).join('\n') }
}
