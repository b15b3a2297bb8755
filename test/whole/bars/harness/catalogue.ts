/** Which bars there are: one file each, found by its name. */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Bar } from './bar.ts'

const DIRECTORY = join(import.meta.dirname, '..')

/** The bars with these ids, `all` for every one. Throws when one is not there: nothing is skipped in silence. */
export async function findBars(ids: readonly string[]): Promise<Bar[]> {
  const names = (await readdir(DIRECTORY)).filter((name) => /^(?:[a-z]\d\d|upe)-[a-z-]+\.ts$/.test(name)).toSorted()
  const wanted = ids.length === 0 || ids.includes('all') ? names : ids.map((id) => findName(names, id))
  return Promise.all(
    wanted.map(async (name) => {
      const { bar } = (await import(pathToFileURL(join(DIRECTORY, name)).href)) as { bar: Bar } // what such a file exports
      if (!name.startsWith(`${bar.id.toLowerCase()}-`)) throw new Error(`${name} holds ${bar.id}`)
      return bar
    }),
  )
}

function findName(names: readonly string[], id: string): string {
  const name = names.find((each) => each.startsWith(`${id.toLowerCase()}-`))
  if (name === undefined) throw new Error(`there is no bar ${id}`)
  return name
}
