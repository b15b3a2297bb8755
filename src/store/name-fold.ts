/** How names are compared when applicants are searched by part of a name: the same in every store. */

/** A name with case and the two ways Unicode writes one letter taken out. */
function foldName(name: string): string {
  return name.normalize('NFKC').toLowerCase()
}

/** True when `name` has `part` in it, case ignored; a missing name matches nothing, an empty part matches every name. */
export function hasNamePart(name: string | null, part: string): boolean {
  return name !== null && foldName(name).includes(foldName(part))
}
