/**
 * Lines of a ledger whose texts are read, and masked, when somebody first wants one of them: of 50,000 lines a page shows
 * fifty. What Finpass sent is unmasked, so it is kept out of everybody's reach: nothing that prints or copies a line comes to it.
 */
import { NO_PAISE, type Paise, toPaise } from '../domain/money.ts'
import type { CalendarDate } from '../domain/date.ts'
import type { Transaction, TransactionType } from '../domain/transaction.ts'
import { DataIssues } from './data-issues.ts'
import type { LedgerText } from './ledger-text/ledger-text.ts'
import type { RestKeys } from './ledger-text/line-layout.ts'
import { pickRest, type RestWire } from './ledger-text/line-rest.ts'

export type LineWire = Readonly<Record<string, unknown>>
/** What sums and order need. An amount may still have its sign. */
export type LineHead = Pick<Transaction, 'date' | 'type' | 'amount'>
export type LineRest = Omit<Transaction, 'index' | keyof LineHead>
/** Reads all of a line but its head, and notes whatever it cannot read. */
export type ReadRest = (rest: RestWire, amount: Paise, issues: DataIssues) => LineRest

abstract class Line implements Transaction {
  readonly index: number
  #rest: LineRest | null = null

  constructor(index: number) {
    this.index = index
  }

  abstract get date(): CalendarDate
  abstract get type(): TransactionType
  abstract get amount(): Paise
  protected abstract read(): LineRest

  get #known(): LineRest {
    return (this.#rest ??= this.read())
  }
  get postedAt(): Transaction['postedAt'] {
    return this.#known.postedAt
  }
  get balance(): Transaction['balance'] {
    return this.#known.balance
  }
  get mode(): Transaction['mode'] {
    return this.#known.mode
  }
  get narration(): Transaction['narration'] {
    return this.#known.narration
  }
  get reference(): Transaction['reference'] {
    return this.#known.reference
  }
  get finpassTransactionId(): Transaction['finpassTransactionId'] {
    return this.#known.finpassTransactionId
  }
}

/** How all of a line but its head is found and read. */
export interface RestFormat {
  readonly restKeys: RestKeys
  /** Notes as well that `amount` had a sign. */
  readonly readRest: ReadRest
}

/** A line that was parsed with the rest of its body. */
export class ParsedLine extends Line {
  readonly #head: LineHead
  readonly #wire: LineWire
  readonly #format: RestFormat

  constructor(index: number, head: LineHead, wire: LineWire, format: RestFormat) {
    super(index)
    const { amount } = head
    this.#head = amount < NO_PAISE ? { ...head, amount: toPaise(-amount) } : head
    this.#wire = wire
    this.#format = format
  }

  get date(): CalendarDate {
    return this.#head.date
  }
  get type(): TransactionType {
    return this.#head.type
  }
  get amount(): Paise {
    return this.#head.amount
  }
  protected read(): LineRest {
    const { restKeys, readRest } = this.#format
    return readRest(pickRest(this.#wire, restKeys), this.amount, new DataIssues())
  }
}

/** What the lines of one text share. */
export interface LineSource {
  readonly text: LedgerText
  /** What is meant by each of the text's spellings. */
  readonly types: readonly (TransactionType | null)[]
  readonly readRest: ReadRest
}

/** A line that is text still; at `place` of its list there is one with a head. */
export class TextLine extends Line {
  readonly #source: LineSource
  readonly #place: number

  constructor(index: number, place: number, source: LineSource) {
    super(index)
    this.#place = place
    this.#source = source
  }

  get date(): CalendarDate {
    return this.#source.text.dateAt(this.#place)
  }
  get type(): TransactionType {
    const { text, types } = this.#source
    return text.typeAt(this.#place, types) as TransactionType // which is why it is a line
  }
  get amount(): Paise {
    return toPaise(BigInt(this.plainAmount))
  }
  get plainAmount(): number {
    return this.#source.text.paiseAt(this.#place)
  }
  protected read(): LineRest {
    const { text, readRest } = this.#source
    return readRest(text.restAt(this.#place), this.amount, new DataIssues())
  }
}
