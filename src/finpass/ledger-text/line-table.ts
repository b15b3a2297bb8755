/** What was found of each line of a ledger while its text was gone through: a few numbers a line, in two growing columns. */
import { type CalendarDate, toDate } from '../../domain/date.ts'
import type { LineLayout } from './line-layout.ts'

/** How a line tells its direction: by its column, or by a spelling of its type (that one's number, and `SPELT`). */
export const DIRECTION = { unread: 0, credit: 1, debit: 2 } as const
export const SPELT = 3

const WIDTH = 4
/** More than there are directions. */
const LAYOUT = 64
/** More than most accounts have. A body may have many ledgers, so it is not much. */
const MOST_FIRST_ROOM = 1_024

export class LineTable {
  length = 0
  /** Of each line: where it begins, where it ends, the place of its day, its direction and above it the number of its layout. */
  #facts: Int32Array<ArrayBuffer>
  /** In one piece of memory with the facts: asking for one is most of what a short table costs. */
  #paise: Float64Array<ArrayBuffer>
  /** The spellings of directions that occur; `SPELT` more is what stands for each. */
  readonly types: string[] = []
  readonly #layouts: LineLayout[] = []
  #layout = -1
  /** Of each run of lines of one day. */
  readonly #dates: CalendarDate[] = []
  #day = 0

  /** Room for so many lines, about. */
  constructor(room: number) {
    const columns = openColumns(Math.max(1, Math.min(room, MOST_FIRST_ROOM)))
    this.#facts = columns.facts
    this.#paise = columns.paise
  }

  /** Adds a line of a day like `20250805`; one that is `unread` has to be parsed to tell what it moves. */
  add(start: number, end: number, day: number, direction: number, paise: number, layout: LineLayout | null): void {
    const place = this.length
    if (place === this.#paise.length) this.#grow()
    if (day !== this.#day && layout !== null) this.#begin(day)
    const at = place * WIDTH
    this.#facts[at] = start
    this.#facts[at + 1] = end
    this.#facts[at + 2] = this.#dates.length - 1
    this.#facts[at + 3] = direction + (layout === null ? 0 : this.#numberOf(layout) * LAYOUT)
    this.#paise[place] = paise
    this.length = place + 1
  }

  startOf(place: number): number {
    return this.#facts[place * WIDTH] as number // there is a line at the place; so below
  }
  endOf(place: number): number {
    return this.#facts[place * WIDTH + 1] as number // as above
  }
  /** The day of a line that is not `unread`. */
  dateOf(place: number): CalendarDate {
    return this.#dates[this.#facts[place * WIDTH + 2] as number] as CalendarDate // as above
  }
  directionOf(place: number): number {
    return (this.#facts[place * WIDTH + 3] as number) % LAYOUT // as above
  }
  /** How a line is laid out that is not `unread`. */
  layoutOf(place: number): LineLayout {
    return this.#layouts[Math.floor((this.#facts[place * WIDTH + 3] as number) / LAYOUT)] as LineLayout // as above
  }
  paiseOf(place: number): number {
    return this.#paise[place] as number // as above
  }

  #begin(day: number): void {
    this.#day = day
    this.#dates.push(toDate(day))
  }

  #numberOf(layout: LineLayout): number {
    if (this.#layouts[this.#layout] !== layout) {
      this.#layout = this.#layouts.indexOf(layout)
      if (this.#layout < 0) this.#layout = this.#layouts.push(layout) - 1
    }
    return this.#layout
  }

  #grow(): void {
    const [facts, paise] = [this.#facts, this.#paise]
    const columns = openColumns(paise.length * 2)
    this.#facts = columns.facts
    this.#facts.set(facts)
    this.#paise = columns.paise
    this.#paise.set(paise)
  }
}

function openColumns(room: number): {
  readonly facts: Int32Array<ArrayBuffer>
  readonly paise: Float64Array<ArrayBuffer>
} {
  const paiseBytes = room * Float64Array.BYTES_PER_ELEMENT
  const memory = new ArrayBuffer(paiseBytes + room * WIDTH * Int32Array.BYTES_PER_ELEMENT)
  return { paise: new Float64Array(memory, 0, room), facts: new Int32Array(memory, paiseBytes) }
}
