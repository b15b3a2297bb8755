/** Imports go down, every package has one door, and nothing happens at import time. */
import { describe, expect, it } from 'vitest'
import { findBreaches } from './floors.ts'
import { readFacts, readFiles } from './source.ts'

describe('the house', () => {
  const files = readFiles('src')

  it('keeps every rule', () => {
    expect(files.length).toBeGreaterThan(15)
    expect(files.flatMap((file) => readFacts(file.text).imports).length).toBeGreaterThan(files.length)
    expect(findBreaches(files)).toEqual([])
  })
})

describe('the guard', () => {
  const breach = (path: string, text: string): string[] => findBreaches([{ path, text }])

  it.each([
    ['src/domain/money.ts', `import { x } from '../platform/clock.ts'`, 'domain may not see platform'],
    ['src/domain/money.ts', `import { readFileSync } from 'node:fs'`, 'domain does no I/O'],
    ['src/domain/money.ts', `import { z } from 'zod'`, 'domain uses Node alone'],
    ['src/platform/log.ts', `import { x } from '../store/store.ts'`, 'platform may not see store'],
    ['src/finpass/client.ts', `import type { Store } from '../store/store.ts'`, 'finpass may not see store'],
    ['src/store/embedded.ts', `import { x } from '../finpass/http.ts'`, 'store may not see finpass'],
    ['src/loaders/reports.ts', `import { x } from '../journeys/engine.ts'`, 'loaders may not see journeys'],
    ['src/journeys/poller.ts', `const x = await import('../loaders/reports.ts')`, 'journeys may not see loaders'],
    ['src/graph/context.ts', `import { x } from '../store/store.ts'`, 'sees store as types only'],
    ['src/graph/journey.ts', `import type { X } from '../journeys/follow.ts'`, 'only graph/context.ts names journeys'],
    ['src/graph/journey.ts', `import type { X } from '../finpass/client.ts'`, 'graph may not see finpass'],
    ['src/graph/journey.ts', `type X = import('../finpass/client.ts').X`, 'graph may not see finpass'],
    ['src/sandbox/main.ts', `import { x } from '../domain/ids.ts'`, 'sandbox may not see domain'],
    ['src/sandbox/main.ts', `import { x } from 'pino'`, 'sandbox uses Node alone'],
    ['src/server/app.ts', `import { x } from '../main.ts'`, 'server may not see src'],
    ['src/server/app.ts', `import { readConfig } from '../config/config.ts'`, 'only main files do'],
    ['src/gateway/demo.ts', `import { readConfig } from '../config/config.ts'`, 'only main files do'],
    ['src/finpass/client.ts', `import { request } from 'undici'`, 'its door is'],
    ['src/finpass/client.ts', `import { x } from 'left-pad'`, 'which has no door'],
    ['src/server/app.ts', `import { createYoga } from 'graphql-yoga'`, 'its door is'],
    ['src/graph/journey.ts', `import SchemaBuilder from '@pothos/core'`, 'its door is'],
    ['src/extra/x.ts', `import { x } from '../domain/ids.ts'`, 'has no floor'],
    ['src/loaders/index.ts', `export const x = 1`, 'is an index.ts'],
    ['src/loaders/reports.ts', `export { x } from './memo.ts'`, 're-exports ./memo.ts'],
    ['src/loaders/reports.ts', `export * from './memo.ts'`, 're-exports ./memo.ts'],
    ['src/loaders/reports.ts', `export type { X } from './memo.ts'`, 're-exports ./memo.ts'],
    ['src/loaders/reports.ts', `import(name)`, 'computed path'],
    ['src/loaders/reports.ts', `import { x } from '../../test/support/app.ts'`, 'outside src/'],
    ['src/loaders/reports.ts', `const x = await load()`, 'awaits at import time'],
    ['src/loaders/reports.ts', `export const x = 1\nfor await (const y of z) y()`, 'awaits at import time'],
    ['src/loaders/reports.ts', `start()`, 'does something at import time'],
    ['src/config/config.ts', `export const port = process.env.PORT`, 'reads process.env'],
    ['src/config/config.ts', `export const port = process['env'].PORT`, 'reads process.env'],
    ['src/config/config.ts', `import { env } from 'node:process'`, 'reads process.env'],
  ])('sees the breach in %s: %s', (path, text, complaint) => {
    expect(breach(path, text).join('\n')).toContain(complaint)
  })

  it('sees the line of a breach, also behind comments and in an import over several lines', () => {
    const text = `// import { a } from './a.ts'\n\nimport {\n  x,\n} from '../store/store.ts'\n`
    expect(breach('src/finpass/client.ts', text)).toEqual([
      'src/finpass/client.ts:3 imports ../store/store.ts: finpass may not see store',
    ])
  })

  it('sees two files that open SQLite', () => {
    const text = `import { DatabaseSync } from 'node:sqlite'`
    const files = ['src/store/a.ts', 'src/store/b.ts'].map((path) => ({ path, text }))
    expect(findBreaches(files)).toEqual(['src/store/a.ts, src/store/b.ts all import node:sqlite: one file does'])
  })

  it.each([
    ['src/platform/clock.ts', `import { toInstant } from '../domain/date.ts'`],
    ['src/domain/ids.ts', `import { createHash } from 'node:crypto'`],
    ['src/platform/log.ts', `import type { X } from '../domain/ids.ts'\nimport pino from 'pino'`],
    ['src/graph/context.ts', `import type { X } from '../journeys/follow.ts'`],
    ['src/graph/journey.ts', `import './applicant.ts'\nJourneyRef.implement({})`],
    [
      'src/server/app.ts',
      `import type { Config } from '../config/config.ts'\nimport type { Yoga } from 'graphql-yoga'`,
    ],
    ['src/main.ts', `import { readConfig } from './config.ts'\nawait listen(process.env)`],
    ['src/loaders/reports.ts', `export async function load() { await x() }\nexport const y = async () => await z()`],
  ])('lets %s be: %s', (path, text) => {
    expect(breach(path, text)).toEqual([])
  })
})
