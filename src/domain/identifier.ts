/**
 * Identifiers of persons as values that print masked: however one is logged, thrown, serialised, inspected or put into a
 * template, what comes out is its masked form. The whole one must be asked for by name, and a guard lists the few places
 * that do. Aadhaar has no whole form at all.
 */
import { maskAadhaar, maskEmail, maskNumber, maskPan } from './mask.ts'

/** What Node's inspection looks for; its own constant is in a module that this floor does not import. */
const INSPECT = Symbol.for('nodejs.util.inspect.custom')

export abstract class Identifier {
  readonly #whole: string

  constructor(whole: string) {
    this.#whole = whole
  }

  protected abstract mask(whole: string): string

  /** As it may be seen by anybody who may see the record. */
  get masked(): string {
    return this.mask(this.#whole)
  }

  /** The whole identifier, for the places listed in `test/guards/revealed.test.ts`. */
  reveal(): string {
    return this.#whole
  }

  /** True when both are the same kind of identifier and whole the same; two objects are never `===`. */
  equals(other: Identifier | null): boolean {
    return other !== null && other.constructor === this.constructor && other.#whole === this.#whole
  }

  toString(): string {
    return this.masked
  }

  toJSON(): string {
    return this.masked
  }

  [INSPECT](): string {
    return this.masked
  }
}

/** A PAN, or what stands where one belongs: prints as `ABCDE****F`, text of any other shape as nothing but stars. */
export class Pan extends Identifier {
  // Types alone: without it the compiler would take one kind for another.
  declare readonly brand: 'Pan'

  protected mask(whole: string): string {
    return maskPan(whole)
  }
}

/** A mobile, landline or account number: prints with its last four alone. */
export class PersonalNumber extends Identifier {
  declare readonly brand: 'PersonalNumber'

  protected mask(whole: string): string {
    return maskNumber(whole)
  }
}

/** An e-mail address: prints with its first letter and its domain. */
export class Email extends Identifier {
  declare readonly brand: 'Email'

  protected mask(whole: string): string {
    return maskEmail(whole)
  }
}

/** An Aadhaar number, of which no more than the last four are ever kept. */
export class Aadhaar {
  readonly masked: string

  constructor(text: string) {
    this.masked = maskAadhaar(text)
  }

  toString(): string {
    return this.masked
  }

  toJSON(): string {
    return this.masked
  }
}

/** Reads a PAN in any case, with surrounding space; null when it is not five letters, four digits and a letter. */
export function parsePan(text: string): Pan | null {
  const pan = text.trim().toUpperCase()
  return /^[A-Z]{5}\d{4}[A-Z]$/.test(pan) ? new Pan(pan) : null
}

/** Reads an Indian mobile number, with or without `+91`, `91` or `0` before it, as ten digits; null when it is not one. */
export function parseMobile(text: string): PersonalNumber | null {
  const digits = /^(?:\+?91|0)?([6-9]\d{9})$/.exec(text.replace(/[\s-]/g, ''))?.[1]
  return digits === undefined ? null : new PersonalNumber(digits)
}

/** Reads one e-mail address; null when there is no single `@` with something on both sides, or space in it. */
export function parseEmail(text: string): Email | null {
  return /^[^\s@]{1,64}@[^\s@]{1,190}$/.test(text) ? new Email(text) : null
}
