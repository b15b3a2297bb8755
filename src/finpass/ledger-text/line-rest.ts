/**
 * What a line says besides what it moves and when, under whichever key its kind of ledger has it: taken out of the parsed line, or
 * out of its text by its layout, which leaves all the other values unread.
 */
import { endOfLeaf, QUOTE, toHundredths, UNUSUAL } from '../json-byte.ts'
import type { LineLayout, RestKeys } from './line-layout.ts'

/** As Finpass has them; null or undefined where there is none. */
export type RestWire = { readonly [Name in keyof RestKeys]: unknown }

/** Of a parsed line. */
export function pickRest(line: Readonly<Record<string, unknown>>, keys: RestKeys): RestWire {
  return {
    posted: pick(line, keys.posted),
    balance: pick(line, keys.balance),
    mode: pick(line, keys.mode),
    narration: pick(line, keys.narration),
    reference: pick(line, keys.reference),
    id: pick(line, keys.id),
  }
}

function pick(line: Readonly<Record<string, unknown>>, names: readonly string[]): unknown {
  for (const name of names) {
    const value = line[name]
    if (value !== null && value !== undefined) return value
  }
  return null
}

/** No moment is written in fewer, with its quotes. */
const SHORTEST_MOMENT = 21

/** Where the values of a line begin and end; made once, as nearly every line has fewer. */
const PLACES = new Int32Array(128)

/** With a view of the same. */
interface Bytes {
  readonly bytes: Buffer
  readonly view: DataView
}

/** Of the line that begins at `at` and is known to have this layout; a text too short for a moment is left out as one. */
export function readRestAt({ bytes, view }: Bytes, at: number, layout: LineLayout): RestWire {
  const { pieces, rest } = layout
  const ends = PLACES.length < pieces.length * 2 ? new Int32Array(pieces.length * 2) : PLACES
  let place = at
  for (let index = 0; index < pieces.length - 1; index += 1) {
    place += pieces[index]?.bytes.length ?? 0
    ends[index * 2] = place
    place = endOfLeaf(bytes, place, view)
    ends[index * 2 + 1] = place
  }
  return {
    posted: readFirst(bytes, ends, rest.posted, SHORTEST_MOMENT),
    balance: readFirst(bytes, ends, rest.balance),
    mode: readFirst(bytes, ends, rest.mode),
    narration: readFirst(bytes, ends, rest.narration),
    reference: readFirst(bytes, ends, rest.reference),
    id: readFirst(bytes, ends, rest.id),
  }
}

function readFirst(bytes: Buffer, ends: Int32Array, places: readonly number[], shortest = 0): unknown {
  for (const place of places) {
    const [start, end] = [ends[place * 2] ?? 0, ends[place * 2 + 1] ?? 0]
    const value = bytes[start] === QUOTE && end - start < shortest ? '' : readLeaf(bytes, start, end)
    if (value !== null) return value
  }
  return null
}

/** As `JSON.parse` has it, of a text without escapes. */
function readLeaf(bytes: Buffer, start: number, end: number): unknown {
  const first = bytes[start]
  if (first === QUOTE) return bytes.toString('utf8', start + 1, end - 1)
  if (first === 110) return null
  if (first === 116) return true
  if (first === 102) return false
  const hundredths = toHundredths(bytes, start, end)
  // Both are the double that is nearest to what is written.
  return hundredths === UNUSUAL ? Number(bytes.toString('latin1', start, end)) : hundredths / 100
}
