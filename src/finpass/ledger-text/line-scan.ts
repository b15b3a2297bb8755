/**
 * Goes through the text of a ledger's lines once, by their layout, and notes of each where it stands and what it moves. A
 * line that is laid out otherwise is parsed, which also proves it; a list with too many of those is left to be parsed whole.
 */
import {
  CLOSE_LIST,
  COMMA,
  endOfElement,
  endOfLeaf,
  endOfSpace,
  isPiece,
  OPEN_LIST,
  type Piece,
  QUOTE,
  toHundredths,
  UNUSUAL,
} from './byte.ts'
import { type KnownLayouts, type LineLayout, ROLE } from './line-layout.ts'
import { DIRECTION, LineTable, SPELT } from './line-table.ts'
import { DaySpellings, TypeSpellings } from './spelling.ts'

/** Parsing lines one by one takes longer than parsing them all at once. */
const MOST_UNREAD_SHARE = 1 / 8
const UNREAD_ALLOWED = 64
/** More layouts than these in one list, and each line would bring its own, which is kept as long as the list is. */
const LEARNT_ALLOWED = 16
const SHORTEST_LINE = 128

interface Scan {
  readonly bytes: Buffer
  /** Of the same bytes. */
  readonly view: DataView
  readonly table: LineTable
  readonly days: DaySpellings
  readonly types: TypeSpellings
}

/** The lines of the list that begins at `at`, and the place behind it; null when they are better parsed with all the rest. */
export function scanLines(
  bytes: Buffer,
  at: number,
  known: KnownLayouts,
): { readonly table: LineTable; readonly end: number } | null {
  if (bytes[at] !== OPEN_LIST) return null
  const table = new LineTable(Math.ceil((bytes.length - at) / SHORTEST_LINE))
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const scan = { bytes, view, table, days: new DaySpellings(), types: new TypeSpellings(table.types) }
  let unread = 0
  let learnt = 0
  let place = endOfSpace(bytes, at + 1)
  if (bytes[place] === CLOSE_LIST) return { table, end: place + 1 }
  for (;;) {
    let end = scanByAny(scan, place, known)
    if (end === UNUSUAL) {
      end = endOfElement(bytes, place)
      if (end === UNUSUAL || !isJson(bytes, place, end)) return null
      const layout = known.learn(bytes, place, end)
      if (layout === null || scanLine(scan, place, layout) === UNUSUAL) {
        table.add(place, end, 0, DIRECTION.unread, 0, null)
        unread += 1
        if (unread > UNREAD_ALLOWED && unread > table.length * MOST_UNREAD_SHARE) return null
      } else {
        learnt += 1
        if (learnt > LEARNT_ALLOWED) return null
      }
    }
    place = endOfSpace(bytes, end)
    if (bytes[place] === CLOSE_LIST) return { table, end: place + 1 }
    if (bytes[place] !== COMMA) return null
    place = endOfSpace(bytes, place + 1)
  }
}

/** Adds the line at `at` by the layout that fits; gives the place behind it, or `UNUSUAL`. */
function scanByAny(scan: Scan, at: number, known: KnownLayouts): number {
  const { latest } = known
  const end = latest === null ? UNUSUAL : scanLine(scan, at, latest)
  if (end !== UNUSUAL) return end
  for (const layout of known.list) {
    const other = layout === latest ? UNUSUAL : scanLine(scan, at, layout)
    if (other === UNUSUAL) continue
    known.latest = layout
    return other
  }
  return UNUSUAL
}

function scanLine({ bytes, view, table, days, types }: Scan, at: number, layout: LineLayout): number {
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
    place = endOfLeaf(bytes, value, view)
    if (place === UNUSUAL) return UNUSUAL
    const role = roles[index]
    if (role === ROLE.other) continue
    const isText = bytes[value] === QUOTE
    if (role === ROLE.date) day = isText ? days.read(bytes, value, place) : UNUSUAL
    else if (role === ROLE.type) {
      type = isText ? value : UNUSUAL
      typeEnd = place
    } else {
      const paise = isText ? toHundredths(bytes, value + 1, place - 1) : toHundredths(bytes, value, place)
      if (paise === UNUSUAL) return UNUSUAL
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

function isJson(bytes: Buffer, at: number, end: number): boolean {
  try {
    JSON.parse(bytes.toString('utf8', at, end))
    return true
  } catch {
    return false
  }
}
