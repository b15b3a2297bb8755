/** JSON that comes piece by piece: a text as long as everything is there, a promise of one as soon as a piece is. */
import type { Written } from './plan.ts'

export class Writing {
  #text: string
  /** What stands before each piece that is waited for. */
  #before: string[] | null = null
  #pending: Promise<string>[] | null = null

  constructor(start: string) {
    this.#text = start
  }

  addText(text: string): void {
    this.#text += text
  }

  add(written: Written): void {
    if (typeof written === 'string') {
      this.#text += written
      return
    }
    this.#before ??= []
    this.#before.push(this.#text)
    this.#pending ??= []
    this.#pending.push(written)
    this.#text = ''
  }

  /** The whole of it. Rejects as the first piece does that does. */
  end(last: string): Written {
    this.#text += last
    return this.#pending === null ? this.#text : join(this.#before ?? [], this.#pending, this.#text)
  }

  /** Resolves once all that is under way has ended, however: its failure would be nobody's otherwise. */
  async settle(): Promise<void> {
    await Promise.allSettled(this.#pending ?? [])
  }

  /** Throws; or rejects, once nothing is under way. */
  fail(thrown: unknown): Promise<never> {
    if (this.#pending === null) throw thrown
    return this.settle().then(() => {
      throw thrown
    })
  }
}

async function join(before: readonly string[], pending: readonly Promise<string>[], last: string): Promise<string> {
  const pieces = await Promise.all(pending)
  let text = ''
  for (const [at, piece] of pieces.entries()) text += (before[at] ?? '') + piece
  return text + last
}
