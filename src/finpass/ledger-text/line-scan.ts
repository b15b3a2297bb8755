/**
 * Goes through the text of a ledger's lines once, by their layout, and notes of each where it stands and what it moves. A
 * line that is laid out otherwise is parsed, which also proves it; a list with too many of those is left to be parsed whole.
 */
import {
  CLOSE_LIST,
  COMMA,
  type End,
  endOfElement,
  endOfLeaf,
  endOfSpace,
  isPiece,
  type Piece,
  QUOTE,
  readHundredths,
  toHundredths,
  UNUSUAL,
} from '../json-byte.ts'
import { type KnownLayouts, type LineLayout, ROLE } from './line-layout.ts'
import { DIRECTION, LineTable, SPELT } from './line-table.ts'
import { DaySpellings, TypeSpellings } from './spelling.ts'

/** Parsing lines one by one takes longer than parsing them all at once. */
const MOST_UNREAD_SHARE = 1 / 8
const UNREAD_ALLOWED = 64
/** More layouts than these in one list, and each line would bring its own, which is kept as long as the list is. */
const LEARNT_ALLOWED = 16
const SHORTEST_LINE = 128
/** Left for the next time unless it is the last: reading beyond the end, even to find that there is nothing, makes all reading slow. */
export const ROOM_BYTES = 4096
/** Of `"05-08-2025"`, with its quotes. */
const PLAIN_DAY_LENGTH = 12
/** A line whose end is not there yet. */
const CUT = -2

/** Where some of the lines stand. */
export interface LedgerSegment {
  /** The place of its first line in the list. */
  readonly first: number
  readonly bytes: Buffer
  /** Of the same bytes. */
  readonly view: DataView
}

interface Scan extends End {
  readonly table: LineTable
  readonly days: DaySpellings
  readonly types: TypeSpellings
}

/** Goes through the lines of one list, as its bytes come. */
export class LineScan {
  readonly table: LineTable
  /** In order; a line is in one of them. */
  readonly segments: LedgerSegment[] = []
  /** True behind the closing bracket. */
  isEnded = false
  readonly #known: KnownLayouts
  readonly #scan: Scan
  /** What may stand next. */
  #expected: 'line or end' | 'line' | 'comma or end' = 'line or end'
  #unread = 0
  #learnt = 0

  /** Of a list of which so many bytes are there by now, or more. */
  constructor(known: KnownLayouts, byteCount: number) {
    this.#known = known
    this.table = new LineTable(Math.ceil(byteCount / SHORTEST_LINE))
    this.#scan = { table: this.table, days: new DaySpellings(), types: new TypeSpellings(this.table.types), end: 0 }
  }

  /**
   * Reads on at `at`, which is behind all that was read before; nothing more comes when it `isLast`. Gives the place from which it
   * has to be read again with what comes then, or the one behind the list; `UNUSUAL` when the list is better parsed with all the rest.
   */
  read(bytes: Buffer, at: number, isLast: boolean): number {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const first = this.table.length
    const end = this.#readFrom(bytes, view, at, isLast ? bytes.length : bytes.length - ROOM_BYTES)
    if (this.table.length > first) this.segments.push({ first, bytes, view })
    return end
  }

  #readFrom(bytes: Buffer, view: DataView, at: number, until: number): number {
    for (let read = at; ; ) {
      const place = endOfSpace(bytes, read)
      if (place >= until) return place
      if (this.#expected !== 'line' && bytes[place] === CLOSE_LIST) {
        this.isEnded = true
        return place + 1
      }
      if (this.#expected === 'comma or end') {
        if (bytes[place] !== COMMA) return UNUSUAL
        this.#expected = 'line'
        read = place + 1
        continue
      }
      const end = this.#readLine(bytes, view, place)
      if (end === CUT) return place
      if (end === UNUSUAL) return UNUSUAL
      this.#expected = 'comma or end'
      read = end
    }
  }

  #readLine(bytes: Buffer, view: DataView, at: number): number {
    const known = this.#known
    const fit = scanByAny(this.#scan, bytes, view, at, known)
    if (fit !== UNUSUAL) return fit
    const end = endOfElement(bytes, at)
    if (end === UNUSUAL) return CUT
    if (!isJson(bytes, at, end)) return UNUSUAL
    const layout = known.learn(bytes, at, end)
    if (layout !== null && scanLine(this.#scan, bytes, view, at, layout) !== UNUSUAL) {
      this.#learnt += 1
      return this.#learnt > LEARNT_ALLOWED ? UNUSUAL : end
    }
    const { table } = this
    table.add(at, end, 0, DIRECTION.unread, 0, null)
    this.#unread += 1
    return this.#unread > UNREAD_ALLOWED && this.#unread > table.length * MOST_UNREAD_SHARE ? UNUSUAL : end
  }
}

/** Adds the line at `at` by the layout that fits; gives the place behind it, or `UNUSUAL`. */
function scanByAny(scan: Scan, bytes: Buffer, view: DataView, at: number, known: KnownLayouts): number {
  const { latest } = known
  const end = latest === null ? UNUSUAL : scanLine(scan, bytes, view, at, latest)
  if (end !== UNUSUAL) return end
  for (const layout of known.list) {
    const other = layout === latest ? UNUSUAL : scanLine(scan, bytes, view, at, layout)
    if (other === UNUSUAL) continue
    known.latest = layout
    return other
  }
  return UNUSUAL
}

function scanLine(scan: Scan, bytes: Buffer, view: DataView, at: number, layout: LineLayout): number {
  const { table, days, types } = scan
  const { pieces, roles } = layout
  let place = at
  let day: number = UNUSUAL
  let type: number = UNUSUAL
  let typeEnd = 0
  let amount: number = UNUSUAL
  let credit = 0
  let debit = 0
  for (let index = 0; index < roles.length; index += 1) {
    const piece = pieces[index] as Piece // one more than roles
    if (!isPiece(bytes, view, place, piece)) return UNUSUAL
    const value = place + piece.bytes.length
    const role = roles[index]
    if (role === ROLE.other) {
      place = endOfLeaf(bytes, value, view)
      if (place === UNUSUAL) return UNUSUAL
      continue
    }
    const isText = bytes[value] === QUOTE
    if (role === ROLE.date) {
      day = days.readPlain(bytes, value)
      place = day === UNUSUAL ? endOfLeaf(bytes, value, view) : value + PLAIN_DAY_LENGTH
      if (place === UNUSUAL) return UNUSUAL
      if (day === UNUSUAL && isText) day = days.read(bytes, value, place)
    } else if (role === ROLE.type) {
      type = isText ? value : UNUSUAL
      place = isText ? types.endOfKnown(bytes, value) : UNUSUAL
      if (place === UNUSUAL) place = endOfLeaf(bytes, value, view)
      if (place === UNUSUAL) return UNUSUAL
      typeEnd = place
    } else {
      const paise = isText ? readQuoted(bytes, value, view, scan) : readHundredths(bytes, value, scan)
      if (paise === UNUSUAL) return UNUSUAL
      place = scan.end
      if (role === ROLE.amount) amount = paise
      else if (role === ROLE.credit) credit = paise
      else debit = paise
    }
  }
  const last = pieces[roles.length] as Piece // behind the last value
  if (day === UNUSUAL || !isPiece(bytes, view, place, last)) return UNUSUAL
  const end = place + last.bytes.length
  // Of columns exactly one says what the line moves, or none: then it moves nothing, in the direction of its type.
  const isTyped = amount !== UNUSUAL || (credit === 0 && debit === 0)
  if (isTyped) {
    const spelling = type === UNUSUAL ? UNUSUAL : types.read(bytes, type, typeEnd)
    if (spelling === UNUSUAL) return UNUSUAL
    table.add(at, end, day, SPELT + spelling, amount === UNUSUAL ? 0 : amount, layout)
  } else {
    if (credit !== 0 && debit !== 0) return UNUSUAL
    table.add(at, end, day, credit === 0 ? DIRECTION.debit : DIRECTION.credit, credit + debit, layout)
  }
  return end
}

/** As `readHundredths`, of one in quotes. */
function readQuoted(bytes: Buffer, at: number, view: DataView, into: End): number {
  into.end = endOfLeaf(bytes, at, view)
  return into.end === UNUSUAL ? UNUSUAL : toHundredths(bytes, at + 1, into.end - 1)
}

function isJson(bytes: Buffer, at: number, end: number): boolean {
  try {
    JSON.parse(bytes.toString('utf8', at, end))
    return true
  } catch {
    return false
  }
}
