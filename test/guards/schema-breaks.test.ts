/** A change that takes something away from clients is seen, before and after it is committed. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findBreaks, parseAcceptedBreaks, weighBreaks } from '../../scripts/schema-breaks.ts'
import { SCHEMA_PATH } from '../../scripts/schema-history.ts'
import { ACCEPTED_PATH, checkSchemaPromise } from '../../scripts/schema-promise.ts'

const OLD = 'type Query { name: String! age(inMonths: Boolean): Int kind: Kind } enum Kind { A B } input I { a: Int }'

describe('findBreaks', () => {
  it.each([
    ['a field is gone', OLD.replace('kind: Kind', ''), "Field 'kind' was removed from object type 'Query'"],
    [
      'a field may be null now',
      OLD.replace('String!', 'String'),
      "Field 'Query.name' changed type from 'String!' to 'String'",
    ],
    ['an enum value is gone', OLD.replace('A B', 'A'), "Enum value 'B' was removed from enum 'Kind'"],
    [
      'an argument is gone',
      OLD.replace('(inMonths: Boolean)', ''),
      "Argument 'inMonths: Boolean' was removed from field 'Query.age'",
    ],
    ['an argument became required', OLD.replace('Boolean)', 'Boolean!)'), "'Boolean' to 'Boolean!'"],
    ['a type is gone', OLD.replace('input I { a: Int }', ''), "Type 'I' was removed"],
  ])('tells when %s', async (_, sdl, message) => {
    expect((await findBreaks(OLD, sdl)).join('\n')).toContain(message)
  })

  it('lets additions, descriptions and deprecations pass', async () => {
    const more = OLD.replace('kind: Kind', '"Which." kind: Kind @deprecated(reason: "Use name.") extra: Int').replace(
      'A B',
      'A B C',
    )
    expect(await findBreaks(OLD, more)).toEqual([])
  })
})

describe('weighBreaks', () => {
  const entry = { change: 'x', reason: 'nobody used it', date: '2025-07-28' }

  it('refuses what is not in the list, accepts what is, and names entries of no use', () => {
    expect(weighBreaks(['x', 'y'], [entry, { ...entry, change: 'z' }])).toEqual({
      refused: ['y'],
      accepted: ['x'],
      stale: ['z'],
    })
  })
})

describe('parseAcceptedBreaks', () => {
  it.each([
    '{}',
    '[null]',
    '[{"change":"x","reason":"","date":"2025-07-28"}]',
    '[{"change":"x","reason":"y","date":"soon"}]',
  ])('refuses %s', (text) => {
    expect(() => parseAcceptedBreaks(text)).toThrow('schema/accepted-breaks.json')
  })
})

describe('checkSchemaPromise', () => {
  const NEW = OLD.replace('kind: Kind', '')
  const BREAK = "Field 'kind' was removed from object type 'Query'"
  let root: string

  const git = (...args: string[]): string =>
    execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  const commit = (path: string, text: string): void => {
    writeFileSync(join(root, path), text)
    git('add', '.')
    git(
      '-c',
      'user.name=Guard',
      '-c',
      'user.email=guard@example.test',
      '-c',
      'commit.gpgsign=false',
      'commit',
      '-qm',
      'x',
    )
  }
  const accept = (change: string): string => JSON.stringify([{ change, reason: 'nobody used it', date: '2025-07-28' }])

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'schema-promise-'))
    mkdirSync(join(root, 'schema'))
  })
  afterEach(() => rmSync(root, { recursive: true }))

  it('has nothing to compare outside a repository and at the first version, and says so', async () => {
    expect(await checkSchemaPromise(root, OLD)).toEqual({ problems: [], notes: ['not a git repository with commits'] })
    git('init', '-q', '-b', 'main')
    commit('a', '')
    expect((await checkSchemaPromise(root, OLD)).notes.join()).toContain('was never committed')
    commit(SCHEMA_PATH, OLD)
    expect((await checkSchemaPromise(root, OLD)).notes.join()).toContain('brought the first version')
  })

  it('refuses a break before it is committed, after it, and after later commits that leave the schema alone', async () => {
    git('init', '-q', '-b', 'main')
    commit(SCHEMA_PATH, OLD)
    expect((await checkSchemaPromise(root, NEW)).problems.join()).toContain(BREAK)
    commit(SCHEMA_PATH, NEW)
    expect((await checkSchemaPromise(root, NEW)).problems.join()).toContain(BREAK)
    commit('a', '')
    expect((await checkSchemaPromise(root, NEW)).problems.join()).toContain(BREAK)
  })

  it('accepts a break that is listed, and wants the entry gone once the schema moves on', async () => {
    git('init', '-q', '-b', 'main')
    commit(SCHEMA_PATH, OLD)
    writeFileSync(join(root, ACCEPTED_PATH), accept(BREAK))
    const before = await checkSchemaPromise(root, NEW)
    expect(before.problems).toEqual([])
    expect(before.notes).toContain(`accepted break: ${BREAK}`)
    commit(SCHEMA_PATH, NEW)
    expect((await checkSchemaPromise(root, NEW)).problems).toEqual([])
    const later = await checkSchemaPromise(root, NEW.replace('String!', 'String! more: Int'))
    expect(later.problems).toEqual([`No longer needed in ${ACCEPTED_PATH}, remove it: ${BREAK}`])
  })

  it('sees on a branch what an earlier commit of the branch broke', async () => {
    git('init', '-q', '-b', 'main')
    commit(SCHEMA_PATH, OLD)
    git('update-ref', 'refs/remotes/origin/main', 'HEAD')
    commit(SCHEMA_PATH, NEW)
    const later = NEW.replace('String!', 'String! more: Int')
    commit(SCHEMA_PATH, later)
    expect((await checkSchemaPromise(root, later)).problems.join()).toContain(BREAK)
  })

  it('says of a shallow clone that the version before is not there', async () => {
    git('init', '-q', '-b', 'main')
    commit(SCHEMA_PATH, OLD)
    commit(SCHEMA_PATH, NEW)
    const full = root
    root = mkdtempSync(join(tmpdir(), 'schema-promise-'))
    git('clone', '-q', '--depth', '1', `file://${full}`, '.')
    const report = await checkSchemaPromise(root, NEW)
    rmSync(full, { recursive: true })
    expect(report.problems).toEqual([])
    expect(report.notes.join()).toContain('shallow clone')
  })
})
