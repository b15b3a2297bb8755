/**
 * The lock file names every package that `npm ci` may need, on any machine. npm leaves out a platform's binary that it could
 * not find when the lock was made, and `npm ci` then refuses the whole lock, everywhere.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ROOT } from './source.ts'

interface LockedPackage {
  readonly version?: string
  readonly integrity?: string
  readonly resolved?: string
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

function judgeLock(packages: Readonly<Record<string, LockedPackage>>): string[] {
  const names = new Set(Object.keys(packages).map((path) => path.split('node_modules/').at(-1)))
  return Object.entries(packages).flatMap(([path, { integrity, resolved, optionalDependencies = {} }]) => [
    ...(path !== '' && integrity === undefined ? [`${path} has no integrity`] : []),
    ...(resolved === undefined
      ? []
      : [`${path} says where it came from: use npm install --omit-lockfile-registry-resolved`]),
    ...Object.keys(optionalDependencies)
      .filter((name) => !names.has(name))
      .map((name) => `${path} lacks ${name}: choose a version with all its platforms`),
  ])
}

it('locks every package, with its integrity and without its origin', () => {
  const lock: unknown = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'))
  const { packages } = lock as { packages: Record<string, LockedPackage> } // npm's own format
  expect(Object.keys(packages).length).toBeGreaterThan(100)
  expect(judgeLock(packages)).toEqual([])
})

it('sees a missing platform, a missing integrity and an origin', () => {
  const whole = { version: '1.0.0', integrity: 'sha512-x' }
  expect(
    judgeLock({
      '': { version: '0.1.0' },
      'node_modules/a': { ...whole, optionalDependencies: { 'a-linux': '1.0.0', 'a-darwin': '1.0.0' } },
      'node_modules/a-linux': { version: '1.0.0' },
      'node_modules/b': { ...whole, resolved: 'b.tgz' },
    }),
  ).toEqual([
    'node_modules/a lacks a-darwin: choose a version with all its platforms',
    'node_modules/a-linux has no integrity',
    'node_modules/b says where it came from: use npm install --omit-lockfile-registry-resolved',
  ])
})
