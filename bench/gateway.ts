/**
 * The gateway as it runs in production: what `npm start` runs, embedded store on disk, tokens, trusted documents alone, the
 * audit trail on. Applicants come in by its public mutations, once; every gateway then works on a copy of that store.
 */
import { randomBytes } from 'node:crypto'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TypedDocumentNode } from '@graphql-typed-document-node/core'
import { print } from 'graphql'
import { SignJWT } from 'jose'
import { type JourneyKind, LinkJourneyDocument, RegisterApplicantDocument } from '../schema/typed/operations.ts'
import { printDocument, toDocumentId } from '../src/server/document/form.ts'
import { parseManifest, printManifest } from '../src/server/document/manifest.ts'
import { PERSONS, toHandles } from './person.ts'
import { openProgram, type Program, ROOT } from './process.ts'

export const OPERATIONS = ['underwriter', 'work-list', 'statement'] as const
export type OperationName = (typeof OPERATIONS)[number]

/** What every gateway of a run shares: applicants in a store, a caller, and the ids of the documents. */
export interface Seeded extends AsyncDisposable {
  readonly dataDir: string
  readonly environment: Readonly<Record<string, string>>
  readonly headers: Readonly<Record<string, string>>
  readonly documents: Readonly<Record<OperationName, string>>
  /** Global ids of applicants with tax returns and bank data; of those with a long statement. */
  readonly persons: readonly string[]
  readonly shops: readonly string[]
}

export interface GatewayProcess extends AsyncDisposable {
  readonly url: string
  readonly program: Program
}

export interface GatewayOptions {
  readonly upstreamUrl: string
  readonly core?: number | null
  /** Milliseconds that finished reports are kept; left out, the gateway's default. */
  readonly cacheMs?: number
  /** Over everything else. */
  readonly environment?: Readonly<Record<string, string>>
  /** For Node, before the file. */
  readonly flags?: readonly string[]
}

/** What `npm start` runs behind `node`. */
export async function readStartArguments(): Promise<string[]> {
  // npm's own file, whose shape is known.
  const { scripts } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { scripts: { start: string } }
  return scripts.start.split(' ').slice(1)
}

/** Starts one on a copy of the seeded store, which goes when it ends. */
export async function openGatewayProcess(seeded: Seeded, options: GatewayOptions): Promise<GatewayProcess> {
  const { upstreamUrl, core = null, cacheMs, environment = {}, flags = [] } = options
  const dataDir = await mkdtemp(join(tmpdir(), 'finpass-graph-bench-'))
  await cp(seeded.dataDir, dataDir, { recursive: true })
  const program = await openProgram({
    args: [...flags, ...(await readStartArguments())],
    core,
    environment: {
      ...seeded.environment,
      DATA_DIR: dataDir,
      FINPASS_BASE_URL: upstreamUrl,
      ...(cacheMs === undefined ? {} : { REPORT_CACHE_MS: String(cacheMs) }),
      ...environment,
    },
  })
  return {
    url: program.said,
    program,
    async [Symbol.asyncDispose]() {
      await program[Symbol.asyncDispose]()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** Registers every applicant and links their journeys, through a gateway that is closed again. */
export async function seedStore(upstreamUrl: string, core: number | null): Promise<Seeded> {
  const folder = await mkdtemp(join(tmpdir(), 'finpass-graph-bench-'))
  const secret = randomBytes(32).toString('hex')
  const { documents, file } = await writeDocuments(folder)
  const environment = {
    PORT: '0',
    METRICS_PORT: '0',
    FINPASS_API_KEY: 'bench-key',
    FINPASS_API_SECRET: 'bench-secret',
    PUBLIC_URL: 'https://gateway.example',
    SEALING_KEYS: `bench:${randomBytes(32).toString('base64')}`,
    AUTH: 'jwt',
    AUTH_JWT_SECRET: secret,
    NODE_ENV: 'production',
    DOCUMENTS: 'trusted',
    DOCUMENTS_FILES: file,
    DRAIN_MS: '0',
    // One caller sends as fast as it is answered, and reads the same people again and again.
    LIMIT_REQUESTS: '10000000',
    LIMIT_TENANT_REQUESTS: '10000000',
    CONSENT_READS_PER_DAY: '1000000',
  }
  const token = await new SignJWT({
    tenant: 'bench',
    scope: 'applicants:read applicants:write journeys:link analysis:read',
  })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject('bench')
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(secret))
  const headers = { authorization: `Bearer ${token}` }
  const dataDir = join(folder, 'store')
  await using program = await openProgram({
    args: await readStartArguments(),
    core,
    environment: { ...environment, DATA_DIR: dataDir, FINPASS_BASE_URL: upstreamUrl },
  })
  const [persons, shops]: [string[], string[]] = [[], []]
  let next = 0
  async function admitSome(): Promise<void> {
    while (next < PERSONS) {
      const person = next
      next += 1
      const ask = createAsk(program.said, headers)
      const { ACCOUNT_AGGREGATOR, ...handles } = toHandles(person)
      persons[person] = await admit(ask, `person-${person}`, handles)
      shops[person] = await admit(ask, `shop-${person}`, { ACCOUNT_AGGREGATOR })
    }
  }
  await Promise.all(Array.from({ length: 8 }, admitSome))
  return {
    dataDir,
    environment,
    headers,
    documents,
    persons,
    shops,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}

/** The id of an operation that is saved in this repository. */
export async function readSavedId(name: string): Promise<string> {
  const path = join(ROOT, 'schema/documents/saved.json')
  const saved = parseManifest(await readFile(path, 'utf8'), path).find((each) => each.name === name)
  if (saved === undefined) throw new Error(`there is no saved operation ${name}`)
  return saved.id
}

async function writeDocuments(folder: string) {
  const trusted = await Promise.all(
    OPERATIONS.map(async (name) => {
      const document = printDocument(await readFile(join(ROOT, `bench/operation/${name}.graphql`), 'utf8'))
      return { id: toDocumentId(document), name, document }
    }),
  )
  const file = join(folder, 'documents.json')
  await writeFile(file, printManifest(trusted))
  const ids = Object.fromEntries(trusted.map(({ id, name }) => [name, id]))
  return { file, documents: ids as Record<OperationName, string> } // one of each, by construction
}

export type Ask = <Data, Variables>(document: TypedDocumentNode<Data, Variables>, variables: Variables) => Promise<Data>

/** Sends a saved operation; rejects when the answer has errors. */
export function createAsk(url: string, headers: Readonly<Record<string, string>>): Ask {
  return async <Data, Variables>(document: TypedDocumentNode<Data, Variables>, variables: Variables): Promise<Data> => {
    const answer = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query: print(document), variables }),
    })
    // The document has the type of its data.
    const { data, errors } = (await answer.json()) as { data: Data; errors?: unknown }
    if (errors !== undefined) throw new Error(JSON.stringify(errors))
    return data
  }
}

/** Registers an applicant and links these journeys; gives the applicant's id, and those of the journeys in their order. */
export async function admit(
  ask: Ask,
  reference: string,
  handles: Partial<Record<JourneyKind, string>>,
): Promise<string> {
  const { applicantRegister } = await ask(RegisterApplicantDocument, { input: { reference, name: 'Benchmark Person' } })
  const applicantId = applicantRegister.applicant?.id
  if (applicantId === undefined) throw new Error(JSON.stringify(applicantRegister))
  for (const [kind, finpassId] of Object.entries(handles)) {
    const { journeyLink } = await ask(LinkJourneyDocument, {
      input: { applicantId, kind: kind as JourneyKind, finpassId }, // the keys are kinds
    })
    if (journeyLink.userErrors.length > 0) throw new Error(JSON.stringify(journeyLink.userErrors))
  }
  return applicantId
}
