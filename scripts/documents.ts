/**
 * `npm run documents -- add|list|remove|check`: which documents a gateway runs in production. Frontend teams add theirs
 * here; the files that it writes are committed and deployed with the gateway.
 */
import { parseArgs } from 'node:util'
import { parseLimits } from '../src/config/limit.ts'
import { createSchema } from '../src/graph/schema.ts'
import { addDocuments, checkDocuments, listDocuments, removeDocuments } from './document-registry.ts'

const HELP = `npm run documents -- add FILE…        trusts the operation in each .graphql file, or in all files of a folder
npm run documents -- list             shows what is trusted, with the id that clients send
npm run documents -- remove NAME|ID…  trusts it no longer
npm run documents -- check            fails when a trusted document does not fit the schema any more
                                      (limits are those of the environment, as in LIMIT_DEPTH)

  --into PATH   the file to write to, to look at besides schema/documents [schema/documents/added.json]`

if (import.meta.main) {
  try {
    const { values, positionals } = parseArgs({ allowPositionals: true, options: { into: { type: 'string' } } })
    const [command = '', ...names] = positionals
    const problems: string[] = []
    const limits = parseLimits(process.env, problems)
    if (problems.length > 0) throw new Error(problems.join('\n'))
    const registry = { root: `${import.meta.dirname}/..`, schema: createSchema(), limits, into: values.into ?? null }
    console.log(run(command, names, registry).join('\n'))
  } catch (thrown) {
    console.error(thrown instanceof Error ? thrown.message : thrown)
    process.exitCode = 1
  }
}

function run(command: string, names: readonly string[], registry: Parameters<typeof listDocuments>[0]): string[] {
  const wantsNames = command === 'add' || command === 'remove'
  if (wantsNames === (names.length === 0)) throw new Error(HELP)
  switch (command) {
    case 'add':
      return addDocuments(registry, names)
    case 'remove':
      return removeDocuments(registry, names)
    case 'list':
      return listDocuments(registry)
    case 'check':
      return checkDocuments(registry)
    default:
      throw new Error(HELP)
  }
}
