/** What a lock file installs, held against the versions below which a hole is known and against what was agreed to. */

/** `dependency-floor.json`. */
export interface DependencyFloors {
  readonly floors: readonly { readonly package: string; readonly least: string; readonly why: string }[]
  /** All that production may install, whoever asks for it. */
  readonly production: readonly string[]
}

/** The part of a lock file that is looked at. */
export interface Lock {
  readonly packages: Readonly<Record<string, LockedPackage>>
}
interface LockedPackage {
  readonly version?: string
  readonly dev?: boolean
  readonly devOptional?: boolean
  readonly optional?: boolean
}

export interface InstalledPackage {
  readonly name: string
  readonly version: string
  readonly isProduction: boolean
}

/** Every package of the lock file, each copy for itself. */
export function readPackages({ packages }: Lock): InstalledPackage[] {
  return Object.entries(packages).flatMap(([path, { version = '', dev = false, devOptional = false }]) => {
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
    return path === '' ? [] : [{ name, version, isProduction: !dev && !devOptional }]
  })
}

/** Those older than their floor, as `name@version`. */
export function findBelow(packages: readonly InstalledPackage[], { floors }: DependencyFloors): string[] {
  return packages.flatMap(({ name, version }) => {
    const floor = floors.find((each) => each.package === name)
    return floor !== undefined && isOlder(version, floor.least) ? [`${name}@${version}`] : []
  })
}

/** Those of production that nobody has agreed to. */
export function findStrangers(packages: readonly InstalledPackage[], { production }: DependencyFloors): string[] {
  return packages.flatMap(({ name, isProduction }) => (isProduction && !production.includes(name) ? [name] : []))
}

/** A version that cannot be read counts as older than any. */
function isOlder(version: string, least: string): boolean {
  if (!/^\d+\.\d+\.\d+$/.test(version)) return true
  const [own, floor] = [version, least].map((text) => text.split('.').map(Number))
  const at = floor?.findIndex((part, index) => part !== own?.[index]) ?? -1
  return at !== -1 && (own?.[at] ?? 0) < (floor?.[at] ?? 0)
}
