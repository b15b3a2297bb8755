/** The two texts that tell a line's day and direction, read from their bytes: a ledger has few spellings of either. */
import { isDay, toDayNumber } from '../../domain/date.ts'
import { DataIssues } from '../data-issues.ts'
import { readDate } from '../value.ts'
import { isWord, QUOTE, UNUSUAL } from '../json-byte.ts'

const [DASH, LETTER_T, COLON] = [45, 84, 58] as const
const INDIAN_ZONE = Buffer.from('+05:30"')

/** Reads days, those that are written in an unusual way once per spelling. */
export class DaySpellings {
  readonly #others = new Map<string, number>()

  /** The day in the ten letters that a quote at `at` and another behind them enclose; `UNUSUAL` when it is none, or written otherwise. */
  readPlain(bytes: Uint8Array, at: number): number {
    if (bytes[at] !== QUOTE || bytes[at + 11] !== QUOTE) return UNUSUAL
    return bytes[at + 5] === DASH ? readYearFirst(bytes, at + 1) : readDayFirst(bytes, at + 1)
  }

  /** The day in the text in quotes from `at` to `end`, as `20250805`; `UNUSUAL` when it is none. */
  read(bytes: Buffer, at: number, end: number): number {
    const first = at + 1
    if (end - at === 12) {
      const day = bytes[first + 4] === DASH ? readYearFirst(bytes, first) : readDayFirst(bytes, first)
      if (day !== UNUSUAL) return day
    } else if (end - at === 27 && isIndianTime(bytes, first)) {
      const day = readYearFirst(bytes, first)
      if (day !== UNUSUAL) return day
    }
    return this.#readOther(bytes.toString('utf8', first, end - 1))
  }

  #readOther(text: string): number {
    let day = this.#others.get(text)
    if (day === undefined) {
      const date = readDate(text, '', new DataIssues())
      day = date === null ? UNUSUAL : toDayNumber(date)
      this.#others.set(text, day)
    }
    return day
  }
}

/** `2025-08-05`. */
function readYearFirst(bytes: Uint8Array, at: number): number {
  if (bytes[at + 4] !== DASH || bytes[at + 7] !== DASH) return UNUSUAL
  return toNumber(readTwo(bytes, at) * 100 + readTwo(bytes, at + 2), readTwo(bytes, at + 5), readTwo(bytes, at + 8))
}

/** `05-08-2025`. */
function readDayFirst(bytes: Uint8Array, at: number): number {
  if (bytes[at + 2] !== DASH || bytes[at + 5] !== DASH) return UNUSUAL
  return toNumber(readTwo(bytes, at + 6) * 100 + readTwo(bytes, at + 8), readTwo(bytes, at + 3), readTwo(bytes, at))
}

/** `…T08:48:16+05:30` behind a day. */
function isIndianTime(bytes: Uint8Array, at: number): boolean {
  if (bytes[at + 10] !== LETTER_T || bytes[at + 13] !== COLON || bytes[at + 16] !== COLON) return false
  const isTime = readTwo(bytes, at + 11) <= 23 && readTwo(bytes, at + 14) <= 59 && readTwo(bytes, at + 17) <= 59
  return isTime && isWord(bytes, at + 19, INDIAN_ZONE)
}

function toNumber(year: number, month: number, day: number): number {
  return isDay(year, month, day) ? year * 10_000 + month * 100 + day : UNUSUAL
}

/** NaN when there is anything but two digits. */
function readTwo(bytes: Uint8Array, at: number): number {
  const [tens, ones] = [(bytes[at] ?? 0) - 48, (bytes[at + 1] ?? 0) - 48]
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN
}

/** More spellings of a direction than these, and lines with others are not read here. */
const MOST_TYPES = 16

/** Numbers the spellings of a direction. */
export class TypeSpellings {
  readonly #list: string[]
  readonly #words: Uint8Array[] = []

  /** Puts what it meets into `list`. */
  constructor(list: string[]) {
    this.#list = list
  }

  /** Behind the text in quotes at `at` when it is one that was met before; else `UNUSUAL`. */
  endOfKnown(bytes: Buffer, at: number): number {
    for (const word of this.#words) if (isWord(bytes, at, word)) return at + word.length
    return UNUSUAL
  }

  /** The number of the text in quotes from `at` to `end`; `UNUSUAL` when it is one too many. */
  read(bytes: Buffer, at: number, end: number): number {
    for (let number = 0; number < this.#words.length; number += 1) {
      const word = this.#words[number] as Uint8Array // the list is that long
      if (word.length === end - at && isWord(bytes, at, word)) return number
    }
    if (this.#words.length === MOST_TYPES) return UNUSUAL
    this.#words.push(bytes.subarray(at, end))
    return this.#list.push(bytes.toString('utf8', at + 1, end - 1)) - 1
  }
}
