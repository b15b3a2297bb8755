/**
 * How the lines of a ledger are laid out: the same keys in the same order, thousands of times over. A layout is learnt from one
 * line; of the next ones only the values need a look, as long as what stands between them is the same to the byte.
 */
import {
  CLOSE_OBJECT,
  COLON,
  COMMA,
  endOfLeaf,
  endOfSpace,
  isWord,
  OPEN_OBJECT,
  type Piece,
  QUOTE,
  toPiece,
  UNUSUAL,
} from '../json-byte.ts'

/** The keys of each; the first that has a value counts. */
export interface RestKeys {
  /** Of a moment. */
  readonly posted: readonly string[]
  readonly balance: readonly string[]
  readonly mode: readonly string[]
  readonly narration: readonly string[]
  readonly reference: readonly string[]
  readonly id: readonly string[]
}

/** The keys from which a kind of ledger tells date, direction and amount; the first of several that a line has counts. */
export interface LineKeys {
  /** The key of the list that the lines stand in. */
  readonly list: string
  readonly date: readonly string[]
  readonly type: readonly string[]
  /** Of an amount whose direction is the type's. */
  readonly amount: string
  /** Of amounts that have a column for each direction, when there is no `amount`. */
  readonly columns: { readonly credit: string; readonly debit: string } | null
  /** Of all that is no part of it. */
  readonly rest: RestKeys
}

/** What a value is to the ledger. */
export const ROLE = { other: 0, date: 1, type: 2, amount: 3, credit: 4, debit: 5 } as const
export type Role = (typeof ROLE)[keyof typeof ROLE]

export interface LineLayout {
  /** The bytes before each value, and those behind the last. */
  readonly pieces: readonly Piece[]
  /** Of each value. */
  readonly roles: readonly Role[]
  /** Which values say the rest, those that count first before the others. */
  readonly rest: { readonly [Name in keyof RestKeys]: readonly number[] }
}

/** Lines come in one layout, or in a few when keys without a value are left out. */
const MOST_LAYOUTS = 4

/** The layouts that one kind of ledger has been seen in, in whichever answer. They hold keys, and no value. */
export class KnownLayouts {
  readonly keys: LineKeys
  /** Newest first. */
  readonly list: LineLayout[] = []
  /** The one that fitted last. */
  latest: LineLayout | null = null

  constructor(keys: LineKeys) {
    this.keys = keys
  }

  /** Learns the layout of the line from `at` to `end`; null when it has a value within a value, or lacks what a ledger needs. */
  learn(bytes: Buffer, at: number, end: number): LineLayout | null {
    const layout = learnLayout(bytes, at, end, this.keys)
    if (layout === null) return null
    const same = this.list.find((other) => isSame(other, layout))
    this.latest = same ?? layout
    if (same !== undefined) return same
    this.list.unshift(layout)
    this.list.splice(MOST_LAYOUTS)
    return layout
  }
}

/** What stands between the values tells what they are, too. */
function isSame(one: LineLayout, other: LineLayout): boolean {
  return (
    one.pieces.length === other.pieces.length &&
    one.pieces.every(({ bytes }, at) => {
      const piece = other.pieces[at]?.bytes
      return piece?.length === bytes.length && isWord(piece, 0, bytes)
    })
  )
}

function learnLayout(bytes: Buffer, at: number, end: number, keys: LineKeys): LineLayout | null {
  const pieces: Piece[] = []
  const names: string[] = []
  if (bytes[at] !== OPEN_OBJECT) return null
  let piece = at
  let place = endOfSpace(bytes, at + 1)
  while (place < end) {
    const key = place
    place = bytes[key] === QUOTE ? endOfLeaf(bytes, key) : UNUSUAL
    if (place === UNUSUAL) return null
    names.push(bytes.toString('latin1', key + 1, place - 1))
    place = endOfSpace(bytes, place)
    if (bytes[place] !== COLON) return null
    const value = endOfSpace(bytes, place + 1)
    pieces.push(copyOf(bytes, piece, value))
    piece = endOfLeaf(bytes, value)
    if (piece === UNUSUAL) return null
    place = endOfSpace(bytes, piece)
    if (bytes[place] === CLOSE_OBJECT && place + 1 === end) {
      const roles = toRoles(names, keys)
      if (roles === null) return null
      return { pieces: [...pieces, copyOf(bytes, piece, end)], roles, rest: toPlaces(names, keys.rest) }
    }
    if (bytes[place] !== COMMA) return null
    place = endOfSpace(bytes, place + 1)
  }
  return null
}

/** Without the rest of the answer, which a part of it would keep in memory. */
function copyOf(bytes: Buffer, at: number, end: number): Piece {
  return toPiece(new Uint8Array(bytes.subarray(at, end)))
}

/** A key that is anything else may be data, a person's perhaps, which is not to be remembered. */
const NAME = /^[a-z][a-z_]{0,39}$/i

function toPlaces(names: readonly string[], keys: RestKeys): LineLayout['rest'] {
  const find = (wanted: readonly string[]) => wanted.map((name) => names.indexOf(name)).filter((place) => place >= 0)
  return {
    posted: find(keys.posted),
    balance: find(keys.balance),
    mode: find(keys.mode),
    narration: find(keys.narration),
    reference: find(keys.reference),
    id: find(keys.id),
  }
}

/** Null when a key stands twice, or one is missing that a ledger cannot do without. */
function toRoles(names: readonly string[], keys: LineKeys): Role[] | null {
  if (new Set(names).size < names.length || !names.every((name) => NAME.test(name))) return null
  const date = keys.date.find((name) => names.includes(name))
  const type = keys.type.find((name) => names.includes(name))
  const { amount, columns } = keys
  const hasAmount = names.includes(amount)
  if (date === undefined || (hasAmount && type === undefined)) return null
  if (!hasAmount && !(columns !== null && names.includes(columns.credit) && names.includes(columns.debit))) return null
  return names.map((name) => {
    if (name === date) return ROLE.date
    if (name === type) return ROLE.type
    if (hasAmount) return name === amount ? ROLE.amount : ROLE.other
    return name === columns?.credit ? ROLE.credit : name === columns?.debit ? ROLE.debit : ROLE.other
  })
}
