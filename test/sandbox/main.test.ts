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
