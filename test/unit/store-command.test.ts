/** The frame of the commands beside the gateway: what they say when they are not understood, or have nothing to work on. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { AUDIT_USAGE, parseAuditCommand } from '../../src/command/audit-command.ts'
import { parseRevocationCommand, REVOCATION_USAGE } from '../../src/command/revocation-command.ts'
import { runStoreCommand } from '../../src/command/store-command.ts'

const run = vi.fn(async () => 0)
const runAudit = (args: readonly string[], environment: Record<string, string>) =>
  runStoreCommand({ usage: AUDIT_USAGE, parse: parseAuditCommand, run }, args, environment)
const runRevoke = (args: readonly string[], environment: Record<string, string>) =>
  runStoreCommand({ usage: REVOCATION_USAGE, parse: parseRevocationCommand, run }, args, environment)

let directory: string
let said: string[]
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'finpass-graph-command-'))
  said = []
  run.mockClear()
  vi.spyOn(console, 'error').mockImplementation((text: string) => void said.push(text))
})
afterEach(() => {
  vi.restoreAllMocks()
  rmSync(directory, { recursive: true, force: true })
})

it.each([
  ['audit', runAudit, AUDIT_USAGE],
  ['revoke', runRevoke, REVOCATION_USAGE],
])('%s shows how it is to be when it is not understood', async (_name, runCommand, usage) => {
  for (const args of [['--everything'], ['a-word'], []]) {
    expect(await runCommand(args, { DATA_DIR: directory })).toBe(1)
    expect(said.pop()).toContain(usage)
  }
  expect(run).not.toHaveBeenCalled()
})

it('says what is wrong with the environment', async () => {
  expect(await runRevoke(['--list'], { PORT: 'many' })).toBe(1)
  expect(said.join()).toContain('PORT is not a whole number')
})

it('names the folder that holds no store, and makes none', async () => {
  const dataDir = join(directory, 'misspelt')
  expect(await runRevoke(['--list'], { DATA_DIR: dataDir })).toBe(1)
  expect(said.join()).toContain(`DATA_DIR ${dataDir} holds no store`)
  expect(existsSync(dataDir)).toBe(false)
  expect(run).not.toHaveBeenCalled()
})
