/** What the doctor says of the configuration and of the folder it names. */
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Config, parseConfig } from '../../src/config/config.ts'
import { examineDataDir } from '../../src/doctor/data-dir.ts'
import { examineCallers, examineDocuments, examineKeys, examineOrigins } from '../../src/doctor/setting.ts'
import { createNotebook } from './support.ts'

const KEY = `k1:${Buffer.alloc(32, 7).toString('base64')}`
const FINPASS = {
  FINPASS_API_KEY: 'a-key',
  FINPASS_API_SECRET: 'a-secret',
  PUBLIC_URL: 'https://graph.example.com',
  SEALING_KEYS: KEY,
  AUTH_JWT_SECRET: 'x'.repeat(32),
}

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'finpass-graph-doctor-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

function toConfig(environment: Record<string, string>): Config {
  const result = parseConfig({ DATA_DIR: folder, ...environment })
  if ('problems' in result) throw new Error(result.problems.join('; '))
  return result.config
}

it('is content with origins that are as they should be', () => {
  const { findings, lines, fixes } = createNotebook()
  examineOrigins(findings, toConfig({ ...FINPASS, ALLOWED_ORIGINS: 'https://app.example.com' }))
  expect(lines).toEqual([
    'ok PUBLIC_URL: https://graph.example.com',
    'ok Origins: 1 may call, and pages of the gateway itself',
  ])
  expect(fixes).toEqual([])
})

it('finds a public address of this machine, and origins that are developers’, plain or our own', () => {
  const { findings, lines } = createNotebook()
  const origins = 'http://localhost:5173,http://app.example.com,http://127.0.0.1:4000'
  const environment = {
    ...FINPASS,
    PUBLIC_URL: 'http://127.0.0.1:4000',
    NODE_ENV: 'production',
    ALLOWED_ORIGINS: origins,
  }
  examineOrigins(findings, toConfig(environment))
  expect(lines.filter((line) => line.startsWith('warn'))).toEqual([
    'warn PUBLIC_URL: is this machine alone: Finpass cannot call back, so steps arrive by polling only',
    "warn Origins: the gateway's own origin is in the list",
    "warn Origins: http://localhost:5173 is a developer's machine",
    'warn Origins: http://app.example.com is not https: whoever is on the way can change its pages',
    "warn Origins: http://127.0.0.1:4000 is a developer's machine",
  ])
})

it('finds a folder that was used with a key of its own when others are given', async () => {
  await writeFile(join(folder, 'sealing.key'), Buffer.alloc(32, 1).toString('base64'))
  const { findings, lines } = createNotebook()
  await examineKeys(findings, toConfig({}))
  await examineKeys(findings, toConfig({ SEALING_KEYS: KEY }))
  await examineKeys(findings, toConfig({ SEALING_KEYS: `${KEY},sandbox:${Buffer.alloc(32, 1).toString('base64')}` }))
  expect(lines.map((line) => line.split(': ')[0])).toEqual([
    'ok Sealing keys',
    'ok Sealing keys',
    'warn Sealing keys',
    'ok Sealing keys',
  ])
  expect(lines.join()).not.toContain(KEY.slice(3))
})

it('finds a file of trusted documents that is none, and a production that runs any', async () => {
  const { findings, lines } = createNotebook()
  const file = join(folder, 'mine.json')
  await writeFile(file, '{}')
  await examineDocuments(findings, 'schema', toConfig({ ...FINPASS, NODE_ENV: 'production', DOCUMENTS: 'any' }))
  await examineDocuments(findings, 'schema', toConfig({ DOCUMENTS_FILES: file }))
  expect(lines[0]).toMatch(/^ok Documents: \d\d trusted; any other runs too$/)
  expect(lines[1]).toBe('warn Documents: anybody with a token may send any document')
  expect(lines[2]).toContain(`fail Documents: a file of trusted documents cannot be used: ${file}`)
})

it('finds a sandbox that lets the network in, and tokens that may be for somebody else', () => {
  const { findings, lines } = createNotebook()
  examineCallers(findings, toConfig({ HOST: '0.0.0.0' }))
  examineCallers(findings, toConfig({ ...FINPASS, NODE_ENV: 'production' }))
  expect(lines.filter((line) => line.startsWith('warn'))).toEqual([
    'warn Callers: HOST 0.0.0.0 lets everybody on the network in',
    'warn Callers: whose token it is and whom it is for is not looked at',
  ])
})

it('finds a folder that others may look into, and one that cannot be written to', async () => {
  const good = createNotebook()
  await examineDataDir(good.findings, folder)
  expect(good.lines).toEqual([expect.stringMatching(/^ok DATA_DIR: .* can be written to, [\d.]+ GiB free$/)])
  await chmod(folder, 0o755)
  const open = createNotebook()
  await examineDataDir(open.findings, folder)
  expect(open.lines[1]).toBe('warn DATA_DIR: others on this machine may look into it')
  const bad = createNotebook()
  await writeFile(join(folder, 'file'), '')
  await examineDataDir(bad.findings, join(folder, 'file/inside'))
  expect(bad.lines).toEqual([expect.stringMatching(/^fail DATA_DIR: .* cannot be written to \(ENOTDIR\)$/)])
})
