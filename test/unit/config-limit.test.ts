/** Limits from the environment: their defaults, what moves them, and that nothing switches one off. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { parseConfig } from '../../src/config/config.ts'
import { DEFAULT_LIMITS, LIMITS } from '../../src/domain/limit.ts'

it('has the defaults when nothing is set', () => {
  expect(parseConfig({})).toMatchObject({ config: { limits: DEFAULT_LIMITS } })
})

it('moves one limit by its variable', () => {
  expect(parseConfig({ LIMIT_DEPTH: '7' })).toMatchObject({ config: { limits: { ...DEFAULT_LIMITS, depth: 7 } } })
})

it.each(['0', '-1', 'off', '1e3', '99999999999', ' 5'])('refuses %j for every limit, all at once', (text) => {
  const variables = Object.values(LIMITS).map(({ variable }) => variable)
  const result = parseConfig(Object.fromEntries(variables.map((variable) => [variable, text])))
  if (!('problems' in result)) throw new Error('it was taken')
  expect(result.problems.map((problem) => problem.split(' ', 1)[0])).toEqual(variables)
})

it('refuses what is outside the bounds of a limit, and takes the bounds themselves', () => {
  for (const { variable, least, most } of Object.values(LIMITS)) {
    for (const value of [least, most]) expect(parseConfig({ [variable]: String(value) })).toHaveProperty('config')
    for (const value of [least - 1, most + 1]) {
      expect(parseConfig({ [variable]: String(value) })).toHaveProperty('problems')
    }
  }
})

it('leaves room for 300 requests a minute, 12 sockets and 50 subscriptions by default', () => {
  expect(DEFAULT_LIMITS.requests).toBeGreaterThanOrEqual(300)
  expect(DEFAULT_LIMITS.sockets).toBeGreaterThanOrEqual(12)
  expect(DEFAULT_LIMITS.subscriptions).toBe(50)
})

it('has every limit with its default in the table of docs/operations.md', () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/operations.md'), 'utf8')
  for (const { variable, fallback } of Object.values(LIMITS)) {
    expect(page).toContain(`| \`${variable}\` | ${fallback.toLocaleString('en')} |`)
  }
})
