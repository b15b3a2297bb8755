/** `client/` fits into any frontend: it imports nothing but itself (and React in one file), and sends only what is a saved operation. */
import { readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { expect, it } from 'vitest'
import { WATCH_APPLICANT, WATCH_JOURNEY } from '../../client/document.ts'
import { printDocument, toDocumentId } from '../../src/server/document/form.ts'
import { ROOT, readFacts, readFiles } from './source.ts'

/** Runs in Node only, and is no part of what is copied. */
const EXAMPLE = 'client/example.ts'
/** An entry of its own, so that nobody else needs React. */
const HOOKS = 'client/react.ts'

function findForeign(files: readonly { path: string; text: string }[]): string[] {
  return files.flatMap(({ path, text }) =>
    readFacts(text).imports.flatMap(({ from, line }) => {
      const isOwn = from.startsWith('./') && posix.join('client', from).startsWith('client/')
      const isAllowed = isOwn || (path === EXAMPLE && from.startsWith('node:')) || (path === HOOKS && from === 'react')
      return isAllowed ? [] : [`${path}:${line} imports ${from}`]
    }),
  )
}

it('imports nothing but itself', () => {
  const files = readFiles('client')
  expect(files.length).toBeGreaterThan(5)
  expect(files.flatMap(({ text }) => readFacts(text).imports).length).toBeGreaterThan(5)
  expect(findForeign(files)).toEqual([])
})

it.each([
  `import { x } from '../src/domain/journey.ts'`,
  `import type { X } from '../src/domain/journey.ts'`,
  `import { x } from './../src/domain/journey.ts'`,
  `import { createClient } from 'graphql-ws'`,
  `import { once } from 'node:events'`,
  `export * from '../src/domain/journey.ts'`,
  `import { useState } from 'react'`,
])('sees %s', (text) => {
  expect(findForeign([{ path: 'client/watch.ts', text }])).toHaveLength(1)
})

it.each([
  ['watch-journey', WATCH_JOURNEY],
  ['watch-applicant', WATCH_APPLICANT],
])('sends the saved operation %s to the letter', (name, { id, text }) => {
  const saved = readFileSync(join(ROOT, `schema/operations/${name}.graphql`), 'utf8')
  // The file's first line says what the operation is for.
  expect(saved.slice(saved.indexOf('\n') + 1)).toBe(text)
  expect(toDocumentId(printDocument(saved))).toBe(id)
})
