/**
 * The demo app, built: `node codegen.ts` writes it to examples/web/built, where the gateway serves it from, and
 * `--check` compares. Built in memory with the packages the lock names, so the same sources give the same bytes.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'
import config from '../examples/web/vite.config.ts'

const FOLDER = 'examples/web/built'

/** The files of the built app by name. Rejects when it does not build. */
export async function buildWeb(): Promise<ReadonlyMap<string, Buffer>> {
  const result = await build({
    ...config,
    // The one in the root is of the tests.
    configFile: false,
    mode: 'production',
    // Whoever builds, and with whatever environment: the same bytes.
    define: { 'process.env.NODE_ENV': JSON.stringify('production') },
    logLevel: 'warn',
    build: { ...config.build, write: false },
  })
  const outputs = [result].flat().flatMap((each) => ('output' in each ? each.output : []))
  return new Map(
    outputs.map((file) => [file.fileName, Buffer.from(file.type === 'chunk' ? file.code : file.source)] as const),
  )
}

/** Paths that are missing, differ, or are there although nothing makes them. Empty when what is committed is current. */
export function findWebDrift(root: string, files: ReadonlyMap<string, Buffer>): string[] {
  const folder = join(root, FOLDER)
  const there = existsSync(folder) ? readdirSync(folder) : []
  const stale = [...files].filter(
    ([name, body]) => !there.includes(name) || !readFileSync(join(folder, name)).equals(body),
  )
  const left = there.filter((name) => !files.has(name))
  return [...stale.map(([name]) => name), ...left].map((name) => `${FOLDER}/${name}`)
}

export function writeWeb(root: string, files: ReadonlyMap<string, Buffer>): void {
  const folder = join(root, FOLDER)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const [name, body] of files) writeFileSync(join(folder, name), body)
}
