/**
 * Writes everything that is made from code and committed: schema/schema.graphql, schema/typed/operations.ts,
 * schema/documents/saved.json, docs/errors.md, the demo app's typed operations and the app itself as it is served.
 * `node codegen.ts` writes; `node codegen.ts --check` writes nothing and exits 1 when a committed file is out of date or
 * when the schema breaks a promise that schema/accepted-breaks.json does not name.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createGeneratedFiles, findDrift, printSortedSchema } from './scripts/generated.ts'
import { checkSchemaPromise } from './scripts/schema-promise.ts'
import { buildWeb, findWebDrift, writeWeb } from './scripts/web-build.ts'
import { createSchema } from './src/graph/schema.ts'

const root = import.meta.dirname
const schema = createSchema()
const files = await createGeneratedFiles(root, schema)
const drift = findDrift(root, files)
const promise = await checkSchemaPromise(root, printSortedSchema(schema))

if (process.argv.includes('--check')) {
  const web = await buildWeb()
  const outdated = [...drift, ...findWebDrift(root, web)]
  const problems = [
    ...outdated.map((path) => `Out of date: ${path}. Run npm run codegen and commit it.`),
    ...promise.problems,
  ]
  for (const note of promise.notes) console.log(`schema: ${note}`)
  for (const problem of problems) console.error(problem)
  if (problems.length > 0) process.exitCode = 1
  else console.log(`${files.length + web.size} generated files are up to date.`)
} else {
  for (const { path, text } of files.filter((file) => drift.includes(file.path))) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
    console.log(`wrote ${path}`)
  }
  // After the typed operations, of which it is made.
  const web = await buildWeb()
  const webDrift = findWebDrift(root, web)
  if (webDrift.length > 0) writeWeb(root, web)
  for (const path of webDrift) console.log(`wrote ${path}`)
  if (drift.length + webDrift.length === 0) console.log('Nothing to write.')
  for (const line of [...promise.notes, ...promise.problems]) console.log(`schema: ${line}`)
}
