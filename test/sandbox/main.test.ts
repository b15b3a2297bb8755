/** `node src/sandbox/main.ts` really starts, says how to use it, answers, and stops when asked to. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { openSandbox } from '../../src/sandbox/sandbox.ts'

const HOUSE = new URL('../../src/sandbox/', import.meta.url)

test('starts from the command line and stops on SIGTERM', async () => {
  const child = spawn(process.execPath, [fileURLToPath(new URL('main.ts', HOUSE)), '--port', '0', '--scale', '60'])
  let banner = ''
  child.stdout.on('data', (chunk) => {
    banner += chunk
  })
  const exited = once(child, 'exit')
  try {
    await expect.poll(() => banner, { timeout: 5000 }).toContain('/consent/:client_id')
    expect(banner).toContain('SALPI0001A')
    const url = /http:\/\/[\d.:]+/.exec(banner)?.[0] ?? ''
    expect((await fetch(`${url}/sandbox/personas`)).status).toBe(200)
  } finally {
    child.kill('SIGTERM')
  }
  expect(await exited).toEqual([0, null])
})

test('says in words what is wrong with a flag or a port, and ends with 1', { timeout: 60_000 }, async () => {
  await using first = await openSandbox()
  const wrong = [
    { flags: ['--port', new URL(first.url).port], words: 'The port is taken' },
    { flags: ['--port', 'abc'], words: '--port is a number from 0 to 65535.' },
    { flags: ['--port', '0', '--dialect', 'x'], words: '--dialect is observed or documented' },
    { flags: ['--help'], words: 'npm run sandbox -- [--port 4010]' },
  ]
  const tried = await Promise.all(
    wrong.map(async ({ flags, words }) => {
      const child = spawn(process.execPath, [fileURLToPath(new URL('main.ts', HOUSE)), ...flags])
      let said = ''
      child.stderr.on('data', (chunk) => {
        said += chunk
      })
      const ended = await once(child, 'close')
      return { flags, ended, says: said.includes(words), shows: /\n +at /.test(said) ? 'a stack' : 'words' }
    }),
  )
  expect(tried).toEqual(wrong.map(({ flags }) => ({ flags, ended: [1, null], says: true, shows: 'words' })))
})

test('a port that is taken and a knob that is misspelt are refused', async () => {
  await using first = await openSandbox()
  await expect(openSandbox({ port: Number(new URL(first.url).port) })).rejects.toThrow(/EADDRINUSE/)
  const misspelt: object = { dialekt: 'observed' }
  await expect(openSandbox(misspelt)).rejects.toThrow('no such setting: dialekt')
})

test('the house imports nothing but Node and itself', () => {
  const files = readdirSync(HOUSE).filter((name) => name.endsWith('.ts'))
  const targets = files.flatMap((name) =>
    [...readFileSync(new URL(name, HOUSE), 'utf8').matchAll(/ from '([^']+)'/g)].map(([, target = '']) => target),
  )
  expect(files.length).toBeGreaterThan(20)
  expect(targets.length).toBeGreaterThan(100)
  expect(targets.filter((target) => !/^(node:|\.\/[a-z0-9-]+\.ts$)/.test(target))).toEqual([])
})
