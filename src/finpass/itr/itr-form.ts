/** The name of an income-tax form, which Finpass writes as `ITR-2`, `ITR2` and (as a key) `ITR2`. */

/** `ITR-2` whichever way it was written; text that names no form stays as it is. */
export function toItrForm(name: string): string {
  const match = /^ITR[\s_-]*(\w+)$/i.exec(name.trim())
  return match === null ? name.trim() : `ITR-${(match[1] as string).toUpperCase()}` // the group is not optional
}
