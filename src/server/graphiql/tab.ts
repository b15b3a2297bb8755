/** The tabs of GraphiQL: the saved operations with their variables, in the order in which they are tried without harm. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

export interface Tab {
  readonly query: string
  readonly variables: string
}

/** The tab in front: everything about an applicant in one round trip. */
const FIRST_TAB = 'underwriter-view.graphql'
/** Reading comes before writing, so that whoever tries one tab after another changes nothing at first. */
const KINDS = ['query', 'subscription', 'mutation']

/** One tab for each `x.graphql` in `directory`, with the variables in `x.variables.json` beside it. Rejects when it cannot be read. */
export async function loadTabs(directory: string): Promise<Tab[]> {
  const files = (await readdir(directory)).toSorted()
  const tabs = await Promise.all(
    files
      .filter((file) => file.endsWith('.graphql'))
      .map(async (file) => {
        const query = await readFile(join(directory, file), 'utf8')
        const variables = file.replace(/\.graphql$/, '.variables.json')
        const tab = {
          query,
          variables: files.includes(variables) ? await readFile(join(directory, variables), 'utf8') : '{}',
        }
        return {
          tab,
          place: file === FIRST_TAB ? -1 : KINDS.indexOf(/^(query|subscription|mutation)\b/m.exec(query)?.[1] ?? ''),
        }
      }),
  )
  return tabs.toSorted((a, b) => a.place - b.place).map(({ tab }) => tab)
}
