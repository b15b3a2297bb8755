/**
 * A ledger as the text that Finpass sent: gone through, but not parsed. Of 50,000 lines a page shows fifty, and only those
 * become values. What it holds is not masked, so nothing that prints or copies an object comes to it.
 */
import type { CalendarDate } from '../../domain/date.ts'
import type { TransactionType } from '../../domain/transaction.ts'
import { readRestAt, type RestWire } from './line-rest.ts'
import type { LedgerSegment } from './line-scan.ts'
import { DIRECTION, type LineTable, SPELT } from './line-table.ts'

export class LedgerText {
  /** Not empty unless the ledger is. */
  readonly #segments: readonly LedgerSegment[]
  readonly #table: LineTable

  /** Of lines that stand in `segments`. */
  constructor(segments: readonly LedgerSegment[], table: LineTable) {
    this.#segments = segments
    this.#table = table
  }

  /** How many elements the list has, readable or not. */
  get length(): number {
    return this.#table.length
  }

  /** The element at this place, as `JSON.parse` has it. */
  parse(place: number): unknown {
    const { bytes } = this.#segmentOf(place)
    return JSON.parse(bytes.toString('utf8', this.#table.startOf(place), this.#table.endOf(place)))
  }

  /** What the line at this place says besides its head; only of one that `isReadAt`. */
  restAt(place: number): RestWire {
    return readRestAt(this.#segmentOf(place), this.#table.startOf(place), this.#table.layoutOf(place))
  }

  /** What the line at this place stands in. */
  #segmentOf(place: number): LedgerSegment {
    let [low, high] = [0, this.#segments.length - 1]
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if ((this.#segments[middle] as LedgerSegment).first <= place)
        low = middle // it is between the two
      else high = middle - 1
    }
    return this.#segments[low] as LedgerSegment // a ledger with a line has a segment
  }

  /** Every element, parsed. */
  parseAll(): readonly unknown[] {
    return Array.from({ length: this.length }, (_, place) => this.parse(place))
  }

  /** The spellings of directions that occur. */
  get types(): readonly string[] {
    return this.#table.types
  }

  /** False of an element that has to be parsed, since its text alone does not tell what it moves and when. */
  isReadAt(place: number): boolean {
    return this.#table.directionOf(place) !== DIRECTION.unread
  }

  /** The day of the line. */
  dateAt(place: number): CalendarDate {
    return this.#table.dateOf(place)
  }

  /** The direction of the line, by its column, or by what is meant by each of the spellings in `types`. */
  typeAt(place: number, types: readonly (TransactionType | null)[]): TransactionType | null {
    const direction = this.#table.directionOf(place)
    if (direction >= SPELT) return types[direction - SPELT] ?? null
    return direction === DIRECTION.credit ? 'CREDIT' : 'DEBIT'
  }

  /** The amount of the line: a whole number, never negative, that a double holds exactly. */
  paiseAt(place: number): number {
    return this.#table.paiseOf(place)
  }
}
