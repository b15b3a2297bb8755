/**
 * Parses a body some of whose sections are left as text. It is gone through once, strictly: what is wanted of every answer is made
 * at once, the sections are noted where they stand. Where anything is unusual there is no answer, and `JSON.parse` reads
 * the whole: what comes of it is the same, it only takes longer.
 */
import { isAscii } from 'node:buffer'
import { CLOSE_LIST, CLOSE_OBJECT, COMMA, isPiece, OPEN_LIST, OPEN_OBJECT, QUOTE, UNUSUAL } from '../json-byte.ts'
import { ANYTHING } from '../plain-fit.ts'
import { ANY_PLAN, type SectionPlan } from './section-plan.ts'
import { DEEPEST, endOfFitting, endOfKey, endOfValue, findKey, MOST_KEYS } from './section-scan.ts'
import { SectionText } from './section-text.ts'

/** The JSON in `bytes`, with a `SectionText` for every section that `plan` leaves; null when it has to be parsed whole. */
export function parseSectionBody(bytes: Buffer, plan: SectionPlan): { readonly body: unknown } | null {
  if (!isAscii(bytes)) return null
  const body = new SectionReader(bytes).read(plan)
  return body === undefined ? null : { body }
}

/** Slices of no more letters are copies anyway, and cheaper ones. */
const LONGEST_COPIED = 12

class SectionReader {
  readonly #bytes: Buffer
  readonly #view: DataView
  readonly #text: string
  /** Behind what was made last. */
  #end = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.#text = bytes.toString('latin1')
  }

  /** Undefined, which no JSON is, where anything is unusual. */
  read(plan: SectionPlan): unknown {
    const body = this.#make(plan, 0, 0)
    return this.#end === this.#bytes.length ? body : undefined
  }

  #make(plan: SectionPlan, at: number, depth: number): unknown {
    const first = this.#bytes[at]
    if (first === OPEN_OBJECT) return plan.isLeft ? this.#leave(plan, at, depth) : this.#makeObject(plan, at, depth)
    return first === OPEN_LIST ? this.#makeList(plan, at, depth) : this.#makeLeaf(at, first)
  }

  #leave(plan: SectionPlan, at: number, depth: number): SectionText | undefined {
    this.#end = endOfValue(this.#bytes, this.#view, plan, at, depth)
    return this.#end === UNUSUAL ? undefined : new SectionText(this.#copy(at, this.#end))
  }

  #makeObject(plan: SectionPlan, at: number, depth: number): object | undefined {
    const bytes = this.#bytes
    const keys = plan.keys ?? []
    const made: Record<string, unknown> = {}
    if (depth === DEEPEST) return undefined
    let end = at + 1
    if (bytes[end] === CLOSE_OBJECT) {
      this.#end = end + 1
      return made
    }
    let next = 0
    for (let count = 0; count < MOST_KEYS; count += 1) {
      let planned = keys[next]
      if (planned === undefined || !isPiece(bytes, this.#view, end, planned.piece))
        planned = findKey(bytes, this.#view, keys, end)
      const behind = planned === undefined ? endOfKey(bytes, end) : end + planned.piece.bytes.length
      if (behind === UNUSUAL) return undefined
      const name = planned === undefined ? this.#text.slice(end + 1, behind - 2) : planned.name
      if (planned !== undefined) next = planned.place + 1
      const part = this.#make(planned === undefined ? plan.values : planned.plan, behind, depth + 1)
      if (part === undefined) return undefined
      made[name] = part
      const code = bytes[this.#end]
      this.#end += 1
      if (code !== COMMA) return code === CLOSE_OBJECT ? made : undefined
      end = this.#end
    }
    return undefined
  }

  #makeList(plan: SectionPlan, at: number, depth: number): unknown[] | undefined {
    const element = plan.element ?? ANY_PLAN
    const made: unknown[] = []
    if (depth === DEEPEST) return undefined
    this.#end = at + 1
    if (this.#bytes[at + 1] === CLOSE_LIST) {
      this.#end += 1
      return made
    }
    for (;;) {
      const part = this.#make(element, this.#end, depth + 1)
      if (part === undefined) return undefined
      made.push(part)
      const code = this.#bytes[this.#end]
      this.#end += 1
      if (code !== COMMA) return code === CLOSE_LIST ? made : undefined
    }
  }

  /**
   * A text of its own: V8 makes of a longer slice a view of the whole body, which would stay in memory with it, unmasked. What is
   * most of the body stays a view, since a copy would be as much again.
   */
  #copy(at: number, end: number): string {
    const length = end - at
    const isView = length <= LONGEST_COPIED || length > this.#text.length / 2
    return isView ? this.#text.slice(at, end) : this.#bytes.toString('latin1', at, end)
  }

  #makeLeaf(at: number, first: number | undefined): unknown {
    const end = endOfFitting(this.#bytes, this.#view, ANYTHING, at)
    this.#end = end
    if (end === UNUSUAL) return undefined
    if (first === QUOTE) return this.#copy(at + 1, end - 1)
    if (first === 110) return null
    if (first === 116 || first === 102) return first === 116
    return Number(this.#text.slice(at, end))
  }
}
