/** A secret shows itself to nobody but the one who asks for it by name. */
import { Console } from 'node:console'
import { Writable } from 'node:stream'
import { format, formatWithOptions, inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { createLog } from '../../src/platform/log.ts'
import { Secret } from '../../src/platform/secret.ts'

const TEXT = 'correct-horse-battery'
const secret = new Secret(TEXT)
const holder = { input: { password: secret }, list: [secret] }

/** What a console writes, whichever of its methods is used. */
function toConsole(write: (console: Console) => void): string {
  const said: string[] = []
  const stream = new Writable({
    write(chunk, _encoding, done) {
      said.push(String(chunk))
      done()
    },
  })
  write(new Console({ stdout: stream, stderr: stream }))
  return said.join('')
}

describe('a secret', () => {
  it('gives its text to reveal()', () => {
    expect(secret.reveal()).toBe(TEXT)
    expect(new Secret('').reveal()).toBe('')
  })

  it.each<[string, () => string]>([
    ['String()', () => String(secret)],
    ['a template', () => `password ${secret as unknown as string}`], // as a careless caller would
    ['concatenation', () => ['pass', secret].join('=')],
    ['JSON', () => JSON.stringify(holder)],
    ['JSON with a replacer', () => JSON.stringify(holder, (_key, value: unknown) => value)],
    ['inspect', () => inspect(secret)],
    ['deep inspect', () => inspect(holder, { depth: Number.POSITIVE_INFINITY, showHidden: true, getters: true })],
    ['%s', () => format('%s', secret)],
    ['%o', () => format('%o', secret)],
    ['%O', () => formatWithOptions({ depth: 9 }, '%O', holder)],
    ['%j', () => format('%j', holder)],
    ['console.log', () => toConsole((console) => console.log(secret, holder))],
    ['console.error', () => toConsole((console) => console.error('%o %s', holder, secret))],
    ['console.table', () => toConsole((console) => console.table([{ secret }]))],
    ['the cause of an error', () => inspect(new Error('failed', { cause: secret }), { depth: 9, showHidden: true })],
    ['the message of an error', () => inspect(new Error(`failed with ${String(secret)}`))],
  ])('prints as [redacted] by %s', (_way, print) => {
    const printed = print()
    expect(printed).toContain('[redacted]')
    expect(printed).not.toContain(TEXT)
  })

  it('has nothing to find, to copy or to compare', () => {
    expect(Object.keys(secret)).toEqual([])
    expect(Reflect.ownKeys(secret)).toEqual([])
    expect(inspect(structuredClone(secret), { showHidden: true })).not.toContain(TEXT)
    expect(inspect(Object.assign({}, secret))).not.toContain(TEXT)
    // console.dir asks no object how it wants to be shown.
    expect(toConsole((console) => console.dir(holder, { showHidden: true, depth: null }))).toContain('Secret {}')
  })

  it('does not show in the log when something is thrown with it', () => {
    const lines: string[] = []
    const log = createLog({ level: 'trace', write: (line) => lines.push(line) })
    log.error('defect', {}, new Error(TEXT, { cause: secret }))
    expect(lines).toHaveLength(1)
    expect(lines.join('')).not.toContain(TEXT)
  })
})
