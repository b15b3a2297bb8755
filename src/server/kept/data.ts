/** The data of an answer as it is sent: bytes, where everybody else has an object. */

/** Stands for an answer's `data`, and is written as what it stands for by whatever makes JSON of it. */
export class KeptData {
  /** JSON. Out of the heap, where nobody has to look through it. */
  readonly bytes: Buffer

  constructor(text: string) {
    this.bytes = Buffer.from(text)
  }

  toJSON(): unknown {
    return JSON.parse(this.bytes.toString())
  }
}
