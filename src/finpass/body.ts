/**
 * The body of one answer, piece by piece. Ledgers are read while it comes: each piece as it comes and is
 * still in the processor's caches, and not all of them at the end. All else is parsed then.
 */
import { isAscii } from 'node:buffer'
import { Failure } from '../domain/failure.ts'
import { LedgerBody } from './ledger-text/ledger-body.ts'
import type { KnownLayouts } from './ledger-text/line-layout.ts'
import { parseSectionBody } from './section-text/section-body.ts'
import type { SectionPlan } from './section-text/section-plan.ts'

/** Shorter ledgers are parsed as fast as they are gone through. */
const SHORT_LEDGER_BYTES = 16 * 1024

export class Body {
  /** In bytes, of what has come. */
  size = 0
  readonly #pieces: Buffer[] = []
  readonly #layouts: KnownLayouts | undefined
  #ledgers: LedgerBody | null = null

  /** With the layouts of its lines where the body has ledgers, which are left as text. */
  constructor(layouts: KnownLayouts | undefined) {
    this.#layouts = layouts
  }

  /** Takes the next piece. */
  add(piece: Buffer): void {
    this.size += piece.length
    if (this.#ledgers !== null) return this.#ledgers.add(piece)
    this.#pieces.push(piece)
    if (this.#layouts === undefined || this.size < SHORT_LEDGER_BYTES) return
    this.#ledgers = new LedgerBody(this.#layouts)
    for (const each of this.#pieces.splice(0)) this.#ledgers.add(each)
  }

  /**
   * The JSON in it; undefined when there is none, or when an error came with something that is no JSON. Throws `FINPASS_SHAPE`
   * when a success did. With a plan of its sections, those are left as text.
   */
  parse(status: number, sections?: SectionPlan): unknown {
    const withLedgers = this.#ledgers?.end() ?? null
    if (withLedgers !== null) return withLedgers.body
    const bytes = this.#join()
    const left = sections === undefined ? null : parseSectionBody(bytes, sections)
    return left === null ? parseJson(bytes, status) : left.body
  }

  #join(): Buffer {
    const pieces = this.#ledgers?.pieces ?? this.#pieces
    const [only] = pieces
    return only !== undefined && pieces.length === 1 ? only : Buffer.concat(pieces, this.size)
  }
}

function parseJson(bytes: Buffer, status: number): unknown {
  const isBom = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
  // Plain ASCII, as nearly all of them are, is read byte for byte; deciphering UTF-8 takes as long again as a long body's parsing.
  const text = bytes.toString(isAscii(bytes) ? 'latin1' : 'utf8', isBom ? 3 : 0)
  if (text.trim() === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    // The parser's own error quotes the body, so it is not kept. An error page is no JSON, and its status says enough.
    if (status >= 200 && status < 300) throw new Failure('FINPASS_SHAPE')
    return undefined
  }
}
