/** A host is one exactly where an address can be built from it, whichever way that is found out. */
import { expect, it } from 'vitest'
import { isHost } from '../../src/server/request/host.ts'

const PARTS = [
  'a',
  'z',
  'localhost',
  'gateway',
  'xn--',
  'xn',
  '0',
  '9',
  '255',
  '0x',
  'A',
  '.',
  '..',
  '-',
  '--',
  ':',
  ':80',
]
PARTS.push(
  ':99999',
  ':0',
  '[',
  ']',
  '[::1]',
  ' ',
  '%41',
  '%',
  '@',
  '/',
  '\\',
  '?',
  '#',
  '_',
  '*',
  'é',
  'ß',
  '\u00ad',
  '\u3002',
)

it('is one where an address can be built from it', () => {
  const found = { yes: 0, no: 0 }
  let state = 7
  const random = (most: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    return (state >>> 8) % most
  }
  for (let time = 0; time < 10_000; time += 1) {
    const host = Array.from({ length: random(6) }, () => PARTS[random(PARTS.length)]).join('')
    const isOne = URL.canParse(`http://${host}`)
    found[isOne ? 'yes' : 'no'] += 1
    expect([host, isHost(host)]).toEqual([host, isOne])
  }
  expect(Math.min(found.yes, found.no)).toBeGreaterThan(700)
  for (const host of ['localhost:4000', 'gateway.example', 'a'.repeat(300), 'gateway.internal:8080', 'a1.b2-c3']) {
    expect(isHost(host)).toBe(true)
  }
})
