/**
 * A sandbox and a gateway in front of it, as two processes and configured as for Finpass itself, with one demo person as
 * applicant. Everything goes through the public doors: mutations register the person and link its finished journeys.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomBytes } from 'node:crypto'
import type { TypedDocumentNode } from '@graphql-typed-document-node/core'
import { print } from 'graphql'
import { SignJWT } from 'jose'
import { type JourneyKind, LinkJourneyDocument, RegisterApplicantDocument } from '../schema/typed/operations.ts'
import { openProgram, type Program, URL_PATTERN } from './process.ts'

/** Long enough for every journey of the sandbox to be over. */
const DAY_MS = 86_400_000

export interface SandboxProcess extends AsyncDisposable {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** The id of a finished journey of a demo person. */
  seed(persona: string, kind: string): Promise<string>
  /** How many calls it had since this was last asked. */
  takeCallCount(): Promise<number>
}

export async function openSandboxProcess(): Promise<SandboxProcess> {
  const program = await openProgram(['src/sandbox/main.ts', '--port', '0'], {}, URL_PATTERN)
  const url = program.said
  return {
    url,
    headers: { 'x-api-key': 'sandbox-key', 'x-api-secret': 'sandbox-secret', 'content-type': 'application/json' },
    async seed(persona, kind) {
      const seeded = await sendJson(`${url}/sandbox/seed`, { persona, kind, startedAgoMs: DAY_MS })
      return (seeded as { handle: string }).handle // the sandbox's own control call, whose shape is known
    },
    async takeCallCount() {
      const answer = await fetch(`${url}/sandbox/calls`)
      // The sandbox's own control call, whose shape is known.
      const { count } = (await answer.json()) as { count: number }
      await fetch(`${url}/sandbox/calls`, { method: 'DELETE' })
      return count
    },
    [Symbol.asyncDispose]: () => program[Symbol.asyncDispose](),
  }
}

export interface GatewayProcess extends AsyncDisposable {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly program: Program
  /** Sends a saved operation; rejects when the answer has errors. */
  ask<Data, Variables>(document: TypedDocumentNode<Data, Variables>, variables: Variables): Promise<Data>
  /** Registers an applicant and links finished journeys of a demo person to it; gives the applicant's id. */
  admit(persona: string, kinds: readonly JourneyKind[]): Promise<string>
}

/** Starts a gateway that keeps finished reports for `cacheMs`; `more` goes into its environment. */
export async function openGatewayProcess(
  sandbox: SandboxProcess,
  cacheMs: number,
  flags: readonly string[] = [],
  more: Readonly<Record<string, string>> = {},
): Promise<GatewayProcess> {
  const dataDir = await mkdtemp(join(tmpdir(), 'finpass-graph-bench-'))
  const secret = randomBytes(32).toString('hex')
  const environment = {
    PORT: '0',
    METRICS_PORT: '0',
    DATA_DIR: dataDir,
    FINPASS_BASE_URL: sandbox.url,
    FINPASS_API_KEY: 'sandbox-key',
    FINPASS_API_SECRET: 'sandbox-secret',
    PUBLIC_URL: 'https://gateway.example',
    SEALING_KEYS: `bench:${randomBytes(32).toString('base64')}`,
    AUTH_JWT_SECRET: secret,
    REPORT_CACHE_MS: String(cacheMs),
    LOG_LEVEL: 'error',
    NODE_ENV: 'production',
    DOCUMENTS: 'any',
    // One caller sends as fast as it is answered.
    LIMIT_REQUESTS: '1000000',
    LIMIT_TENANT_REQUESTS: '1000000',
    ...more,
  }
  const program = await openProgram([...flags, 'src/main.ts'], environment, URL_PATTERN)
  const token = await new SignJWT({
    tenant: 'bench',
    scope: 'applicants:read applicants:write journeys:link analysis:read',
  })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject('bench')
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(secret))
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const url = `${program.said}/graphql`
  async function ask<Data, Variables>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
  ): Promise<Data> {
    const answer = await sendJson(url, { query: print(document), variables }, headers)
    const { data, errors } = answer as { data: Data; errors?: unknown } // the document has the type of its data
    if (errors !== undefined) throw new Error(JSON.stringify(errors))
    return data
  }
  return {
    url,
    headers,
    program,
    ask,
    async admit(persona, kinds) {
      const reference = `${persona}-${randomBytes(4).toString('hex')}`
      const { applicantRegister } = await ask(RegisterApplicantDocument, {
        input: { reference, name: 'Benchmark Person' },
      })
      const applicantId = applicantRegister.applicant?.id
      if (applicantId === undefined) throw new Error('the applicant was not registered')
      for (const kind of kinds) {
        const finpassId = await sandbox.seed(persona, kind)
        await ask(LinkJourneyDocument, { input: { applicantId, kind, finpassId } })
      }
      await sandbox.takeCallCount()
      return applicantId
    },
    async [Symbol.asyncDispose]() {
      await program[Symbol.asyncDispose]()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

async function sendJson(url: string, body: object, headers: Readonly<Record<string, string>> = {}): Promise<unknown> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
  return answer.json()
}
