/** The graph's own scalars: how each is read from a variable or a literal, and how it is printed. */
import { type CalendarDate, formatInstant, type Instant, parseCalendarDate, parseInstant } from '../domain/date.ts'
import { Failure } from '../domain/failure.ts'
import { formatMoney, parseMoney, type Paise } from '../domain/money.ts'
import { PRINTS_PLAIN } from '../domain/quote.ts'
import { Secret } from '../platform/secret.ts'
import { builder } from './builder.ts'

/** Digits, and what stands between them. */
const PLAIN = { [PRINTS_PLAIN]: true }

builder.scalarType('Date', {
  description: 'A calendar day in ISO 8601, for example "2025-07-28".',
  extensions: PLAIN,
  serialize: (date: CalendarDate) => date,
  parseValue(value): CalendarDate {
    const date = typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? parseCalendarDate(value) : null
    if (date === null) throw new Failure('INPUT_DATE')
    return date
  },
})

builder.scalarType('DateTime', {
  description: 'An instant in ISO 8601, always printed in UTC with Z, for example "2025-07-28T09:30:00.000Z".',
  extensions: PLAIN,
  serialize: (instant: Instant) => formatInstant(instant),
  parseValue(value): Instant {
    const hasZone = typeof value === 'string' && /(?:Z|[+-]\d{2}:\d{2})$/i.test(value)
    const instant = hasZone ? parseInstant(value) : null
    if (instant === null) throw new Failure('INPUT_DATE', { message: 'This is not an instant with a time zone.' })
    return instant
  },
})

builder.scalarType('Money', {
  description:
    'An exact amount as a decimal string with two places, for example "97265.43". Rupees, unless the object around it names a currency.',
  extensions: PLAIN,
  serialize: (paise: Paise) => formatMoney(paise),
  parseValue(value): Paise {
    // Numbers are refused: JSON has no exact decimals, and a client that sends one has rounded already.
    const money = typeof value === 'string' ? parseMoney(value) : null
    if (money === null || !money.isExact) throw new Failure('INPUT_MONEY')
    return money.paise
  },
})

builder.scalarType('URL', {
  description: 'An absolute http or https address.',
  serialize: (url: string) => url,
  parseValue(value): string {
    if (typeof value !== 'string' || !URL.canParse(value)) throw new Failure('INPUT_INVALID')
    return value
  },
})

builder.scalarType('JSON', {
  description: 'Any JSON value, passed on as Finpass sent it.',
  serialize: (value: unknown) => value,
  parseValue: (value): unknown => value,
})

builder.scalarType('Secret', {
  description:
    'Input only: a text that is used once and never shown, logged or kept. Accepted from variables alone; refused as a literal in the document.',
  serialize(): never {
    throw new Failure('INTERNAL')
  },
  parseValue(value): Secret {
    if (typeof value !== 'string') throw new Failure('INPUT_INVALID', { message: 'A Secret is a text.' })
    return new Secret(value)
  },
  parseLiteral(): never {
    // A document stays in parser caches and logs, a variable does not.
    throw new Failure('INPUT_SECRET_LITERAL')
  },
})
