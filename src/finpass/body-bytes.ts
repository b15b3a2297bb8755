/**
 * The bytes of one answer as they come. A long one that says how long it is has each piece put into its place at once: joined
 * at the end, pieces and whole would stand in memory together, and the pieces would have to be fetched from it again.
 */

/** Nothing is made room for before so many have come: an answer may say more of itself than it has. */
const LONG_BYTES = 256 * 1024

export class BodyBytes {
  /** How long the answer says that it is; NaN of one that does not. */
  announced = Number.NaN
  #size = 0
  #pieces: Buffer[] = []
  /** What has come, and room for the rest; null as long as there are pieces. */
  #whole: Buffer | null = null

  /** Bytes that have come. */
  get size(): number {
    return this.#size
  }

  /** Takes the next piece, however many were announced; gives true from the second on. */
  add(piece: Buffer): boolean {
    const isFirst = this.#size === 0
    this.#place(piece)
    this.#size += piece.length
    return !isFirst
  }

  /** All that has come, in order. Nothing is added afterwards. */
  join(): Buffer {
    if (this.#whole !== null) return this.#whole.subarray(0, this.#size)
    const [only] = this.#pieces
    return only !== undefined && this.#pieces.length === 1 ? only : Buffer.concat(this.#pieces, this.#size)
  }

  #place(piece: Buffer): void {
    if (this.#whole === null && this.#size >= LONG_BYTES && this.announced > this.#size) this.#makeRoom()
    if (this.#whole !== null && this.#size + piece.length <= this.#whole.length) {
      this.#whole.set(piece, this.#size)
      return
    }
    // More than was announced.
    if (this.#whole !== null) this.#pieces = [this.#whole.subarray(0, this.#size)]
    this.#whole = null
    this.#pieces.push(piece)
  }

  /** Memory that nobody has written to is only promised by the system, so whoever announces much and sends little takes little. */
  #makeRoom(): void {
    const whole = Buffer.allocUnsafeSlow(this.announced)
    let end = 0
    for (const piece of this.#pieces) {
      whole.set(piece, end)
      end += piece.length
    }
    this.#whole = whole
    this.#pieces = []
  }
}
