/**
 * Reads a body that has ledgers in it while it comes, piece by piece, and leaves the ledgers as text. Each list of lines is gone
 * through strictly and replaced by a mark, `JSON.parse` reads what is left, and the ledgers are put where their marks stand. The
 * pieces are never joined: a few lines where two of them meet are copied. Where anything is unusual the whole body is to be
 * parsed as any other: what comes of it is the same, it only takes longer.
 */
import { randomUUID } from 'node:crypto'
import { MOST_ACCOUNTS } from '../bound-list.ts'
import { COLON, endOfSpace, OPEN_LIST, UNUSUAL } from '../json-byte.ts'
import { LedgerText } from './ledger-text.ts'
import type { KnownLayouts } from './line-layout.ts'
import { LineScan, ROOM_BYTES } from './line-scan.ts'

/** Of the next piece, copied behind what is left of the one before, which then has room enough behind it to be read. */
const SEAM_BYTES = ROOM_BYTES
/** What cannot be read without what follows is copied again with each piece, so it is not much. */
const MOST_HELD_BYTES = 256 * 1_024
/** Pieces of fewer are joined until they have as many: a seam comes with each, and stays as long as its ledger does. */
const LEAST_BYTES = 4 * 1_024
const NOTHING = Buffer.alloc(0)

export class LedgerBody {
  /** All that came before `end`, short pieces joined: for whoever has to parse it whole. */
  readonly pieces: Buffer[] = []
  readonly #known: KnownLayouts
  readonly #name: Buffer
  // Nobody knows it beforehand, so no body can hold it. A body that has the key inside a text is no JSON once the quotes of the
  // mark stand there.
  readonly #mark = randomUUID()
  readonly #ledgers: LedgerText[] = []
  /** What is no ledger, with the marks. */
  readonly #outside: Buffer[] = []
  /** The ledger that was begun, and has not ended. */
  #scan: LineScan | null = null
  /** Short ones, not yet gone through. */
  #waiting: Buffer[] = []
  #waitingBytes = 0
  /** Read, but for what cannot be told without what follows. */
  #held: Buffer = NOTHING
  #isGivenUp = false

  /** Of a body with lists of the kind that `known` is about. */
  constructor(known: KnownLayouts) {
    this.#known = known
    this.#name = Buffer.from(`"${known.keys.list}"`)
  }

  /** Takes the next piece; it has to stay as it is, as long as the ledgers are used. */
  add(piece: Buffer): void {
    if (this.#isGivenUp && this.#waitingBytes === 0) return void this.pieces.push(piece)
    this.#waiting.push(piece)
    this.#waitingBytes += piece.length
    if (this.#waitingBytes >= LEAST_BYTES) this.#goThroughWaiting()
  }

  #goThroughWaiting(): void {
    const [only = NOTHING] = this.#waiting
    const piece = this.#waiting.length > 1 ? Buffer.concat(this.#waiting, this.#waitingBytes) : only
    this.#waiting = []
    this.#waitingBytes = 0
    this.pieces.push(piece)
    if (piece.length > 0 && !this.#isGivenUp) this.#goThrough(piece)
  }

  #goThrough(piece: Buffer): void {
    const held = this.#held
    if (held.length === 0) return this.#hold(piece, this.#read(piece, 0))
    const seam = Buffer.concat([held, piece.subarray(0, SEAM_BYTES)])
    const read = this.#read(seam, 0)
    if (read >= held.length) return this.#hold(piece, this.#read(piece, read - held.length))
    const rest = Buffer.concat([held.subarray(read), piece])
    this.#hold(rest, this.#read(rest, 0))
  }

  /** The JSON of all pieces, with a `LedgerText` for every list; null when it has to be parsed whole. */
  end(): { readonly body: unknown } | null {
    this.#goThroughWaiting()
    this.#hold(this.#held, this.#read(this.#held, 0, true))
    if (this.#isGivenUp || this.#scan !== null || this.#ledgers.length === 0) return null
    const text = Buffer.concat([...this.#outside, this.#held]).toString('utf8')
    try {
      const body: unknown = JSON.parse(text)
      return { body: putLedgers(body, this.#mark, this.#ledgers) }
    } catch {
      return null
    }
  }

  #hold(bytes: Buffer, read: number): void {
    this.#held = bytes.subarray(read)
    if (this.#held.length > MOST_HELD_BYTES) this.#isGivenUp = true
  }

  /** Reads on from `at`; gives the place behind what could be read. */
  #read(bytes: Buffer, at: number, isLast = false): number {
    let place = at
    while (!this.#isGivenUp) {
      if (this.#scan === null) place = this.#findList(bytes, place)
      if (this.#scan === null) return place
      const end = this.#scan.read(bytes, place, isLast)
      if (end === UNUSUAL) break
      place = end
      if (!this.#scan.isEnded) return place
      this.#ledgers.push(new LedgerText(this.#scan.segments, this.#scan.table))
      this.#scan = null
    }
    this.#isGivenUp = true
    return bytes.length
  }

  /** Begins a ledger and gives the place behind its bracket; when there is none, the place from which it has to be looked for again. */
  #findList(bytes: Buffer, from: number): number {
    const name = this.#name
    for (let at = bytes.indexOf(name, from); at >= 0; at = bytes.indexOf(name, at + 1)) {
      const colon = endOfSpace(bytes, at + name.length)
      const start = endOfSpace(bytes, colon + 1)
      const isCut = colon >= bytes.length || (bytes[colon] === COLON && start >= bytes.length)
      if (isCut) return this.#leave(bytes, from, at)
      if (bytes[colon] !== COLON || bytes[start] !== OPEN_LIST) continue
      if (this.#ledgers.length === MOST_ACCOUNTS) this.#isGivenUp = true
      this.#leave(bytes, from, start)
      this.#outside.push(Buffer.from(`["${this.#mark}",${this.#ledgers.length}]`))
      this.#scan = new LineScan(this.#known, bytes.length - start)
      return start + 1
    }
    // The key itself may be cut.
    return this.#leave(bytes, from, Math.max(from, bytes.length - name.length + 1))
  }

  #leave(bytes: Buffer, from: number, end: number): number {
    if (end > from) this.#outside.push(bytes.subarray(from, end))
    return end
  }
}

/**
 * A list and not recursion: Finpass's JSON may be nested deeper than the stack is. It ends with the last mark; one that a second
 * value of the same key has taken the place of is not there.
 */
function putLedgers(body: unknown, mark: string, ledgers: readonly LedgerText[]): unknown {
  const left: unknown[] = [body]
  for (let missing = ledgers.length; left.length > 0 && missing > 0; ) {
    const parent = left.pop()
    if (typeof parent !== 'object' || parent === null) continue
    for (const key of Object.keys(parent)) {
      const value: unknown = Reflect.get(parent, key)
      if (typeof value !== 'object' || value === null) continue
      if (Array.isArray(value) && value[0] === mark) {
        Reflect.set(parent, key, ledgers[Number(value[1])])
        missing -= 1
      } else left.push(value)
    }
  }
  return body
}
