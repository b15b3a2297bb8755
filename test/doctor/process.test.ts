/** `npm run doctor` as it is run: what it prints, what it never prints, and how it ends. */
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openSandbox } from '../../src/sandbox/sandbox.ts'
import { openRedisServer } from '../support/redis-server.ts'

async function runDoctor(environment: Record<string, string>): Promise<{ code: unknown; said: string }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'finpass-graph-doctor-'))
  const env = { PATH: process.env.PATH, DATA_DIR: dataDir, ...environment }
  const child = spawn(process.execPath, ['src/doctor/main.ts'], { env, stdio: 'pipe' })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (said += text))
  const code = await new Promise((resolve) => child.once('close', resolve))
  await rm(dataDir, { recursive: true, force: true })
  return { code, said }
}

it('lists every problem of an environment that cannot be used, and ends with 1', async () => {
  const { code, said } = await runDoctor({ FINPASS_API_KEY: 'only-one-of-two', PORT: 'eighty', SEALING_KEYS: 'no-key' })
  expect(code).toBe(1)
  expect(said.match(/^FAIL {2}Environment/gm)).toHaveLength(3)
  for (const name of ['FINPASS_API_SECRET', 'PORT', 'SEALING_KEYS']) expect(said).toContain(name)
  expect(said).not.toMatch(/only-one-of-two|no-key/)
})

it('goes through a whole fleet, ends with 0, and prints no secret', async () => {
  await using sandbox = await openSandbox()
  await using redis = await openRedisServer({ isDurable: true })
  const secrets = {
    FINPASS_API_KEY: sandbox.apiKey,
    FINPASS_API_SECRET: sandbox.apiSecret,
    AUTH_JWT_SECRET: 'a secret of this test that has enough characters',
    SEALING_KEYS: `k1:${Buffer.alloc(32, 9).toString('base64')}`,
  }
  const { code, said } = await runDoctor({
    ...secrets,
    FINPASS_BASE_URL: sandbox.url,
    REDIS_URL: redis.url,
    PUBLIC_URL: 'https://graph.example.com',
  })
  expect({ code, failed: said.match(/^FAIL.*$/gm) }).toEqual({ code: 0, failed: null })
  for (const subject of [
    'Finpass access',
    'Redis persistence',
    'Clock',
    'Callers',
    'Origins',
    'Sealing keys',
    'Documents',
  ]) {
    expect(said).toContain(subject)
  }
  for (const secret of Object.values(secrets)) expect(said).not.toContain(secret.replace('k1:', ''))
})
