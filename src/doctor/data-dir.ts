/** Can DATA_DIR be written to, is there room, and can nobody else read it? Writes one file there and takes it away. */
import { mkdir, mkdtemp, rm, stat, statfs } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Findings } from './finding.ts'

const NOTED_BYTES = 1_073_741_824
const LEAST_BYTES = 104_857_600

/** Never rejects. Makes the folder when it is missing, as the gateway would. */
export async function examineDataDir(findings: Findings, dataDir: string): Promise<void> {
  const subject = 'DATA_DIR'
  const path = resolve(dataDir)
  try {
    await mkdir(path, { recursive: true, mode: 0o700 })
    await rm(await mkdtemp(join(path, 'doctor-')), { recursive: true })
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unknown'
    const fix = 'Let the user that runs the gateway own the folder, or set DATA_DIR to another one.'
    return findings.fail(subject, `${path} cannot be written to (${code})`, fix)
  }
  const [{ mode }, { bavail, bsize }] = await Promise.all([stat(path), statfs(path)])
  const bytes = bavail * bsize
  const room = `${(bytes / NOTED_BYTES).toFixed(1)} GiB free`
  const fix = 'Make room, or set DATA_DIR to a larger disk: a full one stops every write.'
  if (bytes < LEAST_BYTES) findings.fail(subject, `${path}: ${room}`, fix)
  else if (bytes < NOTED_BYTES) findings.warn(subject, `${path}: ${room}`, fix)
  else findings.ok(subject, `${path} can be written to, ${room}`)
  if ((mode & 0o077) !== 0) {
    findings.warn(subject, 'others on this machine may look into it', `Run chmod 700 ${path}.`)
  }
}
