/** The saved operations as users of the gateway find them: the document, and the variables beside it. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

const DIRECTORY = 'schema/operations'

export interface SavedOperation {
  readonly name: string
  readonly query: string
  readonly variables: Readonly<Record<string, unknown>>
}

/** The saved operation of this name; rejects when there is none. */
export async function readOperation(name: string): Promise<SavedOperation> {
  const query = await readFile(join(DIRECTORY, `${name}.graphql`), 'utf8')
  const variables = await readFile(join(DIRECTORY, `${name}.variables.json`), 'utf8').catch(() => '{}')
  return { name, query, variables: JSON.parse(variables) }
}

/** All of them, in order of their names. */
export async function readOperations(): Promise<SavedOperation[]> {
  const files = (await readdir(DIRECTORY)).filter((file) => file.endsWith('.graphql')).toSorted()
  return Promise.all(files.map((file) => readOperation(file.replace(/\.graphql$/, ''))))
}
