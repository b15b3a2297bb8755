/** Text as JSON. */

const UNUSUAL = /[^ !#-[\]-~]/

/** As `JSON.stringify` has it, which takes longer to find that there is nothing to escape. */
export function quote(text: string): string {
  return UNUSUAL.test(text) ? JSON.stringify(text) : `"${text}"`
}

/** Of a scalar, under its extensions: what it prints has nothing in it that JSON escapes, so nobody need look. */
export const PRINTS_PLAIN = 'printsPlain'
