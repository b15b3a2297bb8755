/** The repository works anywhere: no path of somebody's machine, no package registry's address, nothing that binds to one. */
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ROOT, type SourceFile } from './source.ts'

/** Every file that is committed or about to be: tracked, or untracked and not ignored. Without git, all but the installed. */
function readRepository(): SourceFile[] {
  return listPaths()
    .filter((path) => path !== '' && statSync(join(ROOT, path), { throwIfNoEntry: false })?.isFile() === true)
    .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }))
}

function listPaths(): string[] {
  try {
    const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard']
    return execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).split('\0')
  } catch {
    // An exported copy has no repository; what npm installed and what a run left behind is not part of it.
    const paths = readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
    return paths.filter((path) => !/^(?:node_modules|\.git|\.data)(?:[\\/]|$)/.test(path))
  }
}

// Split by [] so that the patterns do not match their own source.
const PATTERNS: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['a home directory', /(?<![\w.~-])\/(?:hom[e]|User[s])\/[a-z][\w.-]*/],
  ['a path of one machine', /(?<![\w.~-])\/(?:wor[k]|roo[t]|mn[t]|works[p]ace)\/[\w.-]+/],
  ['a Windows path', /\b[A-Z]:\\(?:User[s]|wor[k])/],
  ['a registry', /https?:\/\/[\w.-]*(?:registr[y]\.|verdacci[o]|artifactor[y]|nexu[s]\.)[\w.-]*/],
  ['an index with a login in it', /https?:\/\/[^\s/:@'"`]+:[^\s/@'"`]+@(?!example)/],
]

function findPaths({ path, text }: SourceFile): string[] {
  return text
    .split('\n')
    .flatMap((line, index) =>
      PATTERNS.filter(([, pattern]) => pattern.test(line)).map(([what]) => `${path}:${index + 1} names ${what}`),
    )
}

it('names no machine and no registry', () => {
  const files = readRepository()
  expect(files.length).toBeGreaterThan(40)
  expect(files.flatMap(findPaths)).toEqual([])
}, 30_000)

it.each([
  ['/ho', 'me/asha/finpass', 'a home directory'],
  ['see /wo', 'rk/main/src', 'a path of one machine'],
  ['"/ro', 'ot/.npmrc"', 'a path of one machine'],
  ['http://regis', 'try.npmjs.org/x', 'a registry'],
  ['https://asha:pass', 'word@host.test/x', 'an index with a login in it'],
])('sees %s%s', (start, end, what) => {
  expect(findPaths({ path: 'a.md', text: start + end })).toEqual([`a.md:1 names ${what}`])
})

it.each(['src/work/journey.ts', '/data', '/tmp/x', 'https://api.finpass.ai/x', '../root/x', '/graphql'])(
  'lets %s be',
  (text) => {
    expect(findPaths({ path: 'a.md', text })).toEqual([])
  },
)
