/** What the configuration says of itself: origins and the public address, keys, documents, who is let in. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from '../config/config.ts'
import { isLoopback } from '../domain/link.ts'
import { readManifests } from '../server/document/manifest.ts'
import type { Findings } from './finding.ts'

/** Whether browsers that are meant to call may call, and nobody else. */
export function examineOrigins(
  findings: Findings,
  { publicUrl, allowedOrigins, upstream, isProduction }: Config,
): void {
  const subject = 'Origins'
  const own = publicUrl === null ? null : new URL(publicUrl)
  if (own !== null && upstream.kind === 'finpass' && isLoopback(own.hostname)) {
    const fix = 'Set PUBLIC_URL to the address under which the internet reaches the gateway.'
    findings.warn('PUBLIC_URL', 'is this machine alone: Finpass cannot call back, so steps arrive by polling only', fix)
  } else if (own !== null) findings.ok('PUBLIC_URL', own.origin)
  if (allowedOrigins.length === 0) {
    findings.ok(subject, 'only pages of the gateway itself may call; set ALLOWED_ORIGINS for frontends elsewhere')
  } else findings.ok(subject, `${allowedOrigins.length} may call, and pages of the gateway itself`)
  if (own !== null && allowedOrigins.includes(own.origin)) {
    findings.warn(
      subject,
      "the gateway's own origin is in the list",
      'Take it out of ALLOWED_ORIGINS: it may call anyway.',
    )
  }
  for (const origin of allowedOrigins) {
    const { protocol, hostname } = new URL(origin)
    if (isProduction && isLoopback(hostname)) {
      findings.warn(subject, `${origin} is a developer's machine`, 'Take it out of ALLOWED_ORIGINS in production.')
    } else if (protocol === 'http:' && !isLoopback(hostname)) {
      findings.warn(subject, `${origin} is not https: whoever is on the way can change its pages`, 'Serve it by https.')
    }
  }
}

/** Whether what is sealed can be opened after the next start. */
export async function examineKeys(findings: Findings, { sealingKeys, dataDir, redisUrl }: Config): Promise<void> {
  const subject = 'Sealing keys'
  const made = await readFile(join(dataDir, 'sealing.key')).then(
    () => true,
    () => false,
  )
  const [first] = sealingKeys
  if (first === undefined) {
    return findings.ok(subject, `one of its own, ${made ? 'kept' : 'made at the first start'} under DATA_DIR (sandbox)`)
  }
  findings.ok(subject, `${sealingKeys.length} given; ${first.name} seals`)
  if (made && redisUrl === null && !sealingKeys.some(({ name }) => name === 'sandbox')) {
    findings.warn(
      subject,
      'DATA_DIR was used with a key of its own, which is not among them: what was sealed with it cannot be opened',
      'Set DATA_DIR to a new folder, or put the key in sealing.key behind the others as sandbox:KEY.',
    )
  }
}

/** Whether the files of trusted documents can be read and are what they say. */
export async function examineDocuments(findings: Findings, schemaFolder: string, config: Config): Promise<void> {
  const subject = 'Documents'
  try {
    const documents = await readManifests(join(schemaFolder, 'documents'), config.documentsFiles)
    findings.ok(
      subject,
      `${documents.length} trusted; ${config.documents === 'any' ? 'any other runs too' : 'no other runs'}`,
    )
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : 'unknown'
    findings.fail(subject, `a file of trusted documents cannot be used: ${why}`, 'Run npm run documents -- check.')
  }
  if (config.isProduction && config.documents === 'any') {
    const fix = 'Leave DOCUMENTS out, and register what frontends send: npm run documents -- add.'
    findings.warn(subject, 'anybody with a token may send any document', fix)
  }
}

/** Who is let in, and to what. */
export function examineCallers(findings: Findings, { authentication, host, isProduction }: Config): void {
  const subject = 'Callers'
  switch (authentication.kind) {
    case 'off':
      findings.ok(subject, 'everybody, with all rights: AUTH is off (sandbox)')
      if (!isLoopback(host)) {
        const fix = 'Set HOST=127.0.0.1, or AUTH_JWT_SECRET.'
        findings.warn(subject, `HOST ${host} lets everybody on the network in`, fix)
      }
      return
    case 'jwt':
      findings.ok(subject, 'holders of a token signed with AUTH_JWT_SECRET')
      if (isProduction && (authentication.issuer === null || authentication.audience === null)) {
        const fix = 'Set AUTH_ISSUER and AUTH_AUDIENCE.'
        findings.warn(subject, 'whose token it is and whom it is for is not looked at', fix)
      }
      return
    case 'jwks':
      findings.ok(subject, 'holders of a token of the issuer at AUTH_JWKS_URL')
  }
}
