/**
 * Switches a defence off without a switch in src: a process that preloads this file gets some of our modules with a piece
 * of their text replaced. A piece that is not there exactly once, or a module that was never loaded, is an error: the
 * bar then has to be brought up to date. Preload with `node --import`, mutations as JSON in `BAR_MUTATIONS`.
 */
import { registerHooks } from 'node:module'

export interface Mutation {
  /** From the root of the repository, e.g. `src/journeys/observe.ts`. */
  readonly file: string
  /** The defence, as it stands in the file. */
  readonly from: string
  readonly to: string
}

const ROOT = new URL('../../../../', import.meta.url).href
const mutations = JSON.parse(process.env.BAR_MUTATIONS ?? '[]') as readonly Mutation[] // written by child.ts
const missing = new Set(mutations)

function mutate(source: string, { file, from, to }: Mutation): string {
  if (source.split(from).length !== 2) throw new Error(`${file} does not have this text once: ${from}`)
  return source.replace(from, () => to)
}

/** Throws when a mutation has not been made. */
export function assertMutated(): void {
  const [first] = missing
  if (first !== undefined) throw new Error(`${first.file} was not loaded, so its defence is still on`)
}

if (mutations.length > 0) {
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context)
      const wanted = mutations.filter(({ file }) => url === `${ROOT}${file}`)
      if (wanted.length === 0) return loaded
      for (const mutation of wanted) missing.delete(mutation)
      const { source = '' } = loaded
      const text = typeof source === 'string' ? source : new TextDecoder().decode(source)
      return { ...loaded, source: wanted.reduce(mutate, text) }
    },
  })
}
