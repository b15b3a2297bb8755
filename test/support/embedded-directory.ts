/** A directory of its own for an embedded store under test, and what its files say byte by byte. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface EmbeddedDirectory extends Disposable {
  /** Where the database file goes; its directory does not exist yet. */
  readonly path: string
  /** The bytes of the database file and of every file beside it, by file name. */
  readFiles(): ReadonlyMap<string, Buffer>
}

/** A directory under `parent`. @default the system's directory for temporary files */
export function openEmbeddedDirectory(parent = tmpdir()): EmbeddedDirectory {
  const root = mkdtempSync(join(parent, 'finpass-graph-store-'))
  const directory = join(root, 'data')
  return {
    path: join(directory, 'gateway.db'),
    readFiles: () => new Map(readdirSync(directory).map((name) => [name, readFileSync(join(directory, name))])),
    [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }),
  }
}
