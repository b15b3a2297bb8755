/**
 * A key of an object as it stands in a body, quotes and colon included, compared eight bytes at a time. For bodies of plain ASCII
 * alone: eight bytes are compared as the number they would be, and each that ASCII makes equals none but itself.
 */

export class KeyBytes {
  readonly name: string
  readonly length: number
  readonly #bytes: Uint8Array
  /** The same eight by eight, the last eight first, which overlap those before. None of a key that is shorter. */
  readonly #eights: number[]
  readonly #first: number
  readonly #last: number

  constructor(name: string) {
    const bytes = new TextEncoder().encode(`${JSON.stringify(name)}:`)
    const view = new DataView(bytes.buffer)
    this.name = name
    this.length = bytes.length
    this.#bytes = bytes
    this.#eights = Array.from({ length: Math.floor(bytes.length / 8) }, (_, at) => view.getFloat64(at * 8, true))
    this.#first = this.#eights[0] ?? 0
    this.#last = bytes.length < 8 ? 0 : view.getFloat64(bytes.length - 8, true)
  }

  /** True when the key is what stands at `at` of what both `bytes` and `view` are about. */
  isAt(bytes: Uint8Array, view: DataView, at: number): boolean {
    const eights = this.#eights
    const { length } = this
    if (length < 8 || at + length > bytes.length) return this.#isByteByByte(bytes, at)
    if (view.getFloat64(at + length - 8, true) !== this.#last) return false
    if (length > 8 && view.getFloat64(at, true) !== this.#first) return false
    for (let place = 8; place < length - 8; place += 8) {
      if (view.getFloat64(at + place, true) !== eights[place >> 3]) return false
    }
    return true
  }

  #isByteByByte(bytes: Uint8Array, at: number): boolean {
    const own = this.#bytes
    for (let place = 0; place < own.length; place += 1) if (bytes[at + place] !== own[place]) return false
    return true
  }
}
