/** `npm run docs -- FOLDER`: writes the documentation site as static files, for any server of files. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createSchema } from '../src/graph/schema.ts'
import { createSite } from '../src/server/docs/site.ts'

const [folder] = process.argv.slice(2)
if (folder === undefined) {
  console.error('Say where to: npm run docs -- FOLDER')
  process.exitCode = 1
} else {
  const files = await createSite(join(import.meta.dirname, '..'), createSchema())
  await mkdir(folder, { recursive: true })
  for (const { name, body } of files) await writeFile(join(folder, name), body)
  console.log(`${files.length} files in ${folder}.`)
}
