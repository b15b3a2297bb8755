/**
 * A section of a body as the text that Finpass sent: known to be JSON, to be an object, and to fit its wire schema as it stands, but
 * not parsed. What it holds is not masked, so nothing that prints or copies an object comes to it.
 */
import { isObject } from '../leaf.wire.ts'

export class SectionText {
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  /** As `JSON.parse` has it, anew each time. */
  parse(): object {
    return JSON.parse(this.#text) as object // it was gone through, and is one
  }
}

/** What stands in a place where a section may have been left as text. */
export function openSection<Section>(section: Section): Section {
  // It fits the schema of the place, whose output type this is.
  return section instanceof SectionText ? (section.parse() as Section) : section
}

/** Parses whatever was left in `body`, which is changed, so that it is as if nothing had been. */
export function openAll(body: unknown): void {
  // A list and not recursion: Finpass's JSON may be nested deeper than the stack is.
  const left: unknown[] = [body]
  while (left.length > 0) {
    const parent = left.pop()
    if (!isObject(parent) && !Array.isArray(parent)) continue
    for (const [key, value] of Object.entries(parent)) {
      if (value instanceof SectionText) Reflect.set(parent, key, value.parse())
      else if (typeof value === 'object' && value !== null) left.push(value)
    }
  }
}
