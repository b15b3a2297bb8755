import { expect, it } from 'vitest'
import { findBelow, findStrangers, type Lock, readPackages } from '../../whole/bars/harness/dependency.ts'

const FLOORS = {
  floors: [{ package: 'left', least: '8.9.0', why: 'a hole' }],
  production: ['left', '@scope/agreed'],
}
function read(packages: Lock['packages']) {
  return readPackages({ packages })
}

it.each([
  ['8.8.9', ['left@8.8.9']],
  ['7.99.99', ['left@7.99.99']],
  ['8.10.0-rc.1', ['left@8.10.0-rc.1']],
  ['8.9.0', []],
  ['8.10.0', []],
  ['9.0.0', []],
])('holds version %s against its floor', (version, below) => {
  expect(findBelow(read({ 'node_modules/left': { version } }), FLOORS)).toEqual(below)
})

it('sees a copy below the floor that lies inside another package', () => {
  const packages = read({ 'node_modules/a/node_modules/left': { version: '1.0.0' } })
  expect(findBelow(packages, FLOORS)).toEqual(['left@1.0.0'])
})

it('names what production installs and nobody agreed to, and leaves development alone', () => {
  const packages = read({
    '': { version: '0.1.0' },
    'node_modules/@scope/agreed': { version: '1.0.0' },
    'node_modules/@scope/stranger': { version: '1.0.0' },
    'node_modules/tool': { version: '1.0.0', dev: true },
  })
  expect(findStrangers(packages, FLOORS)).toEqual(['@scope/stranger'])
})
