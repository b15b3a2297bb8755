/**
 * A gateway as a developer has it: `node src/main.ts` without any setting, its own sandbox behind it, everybody let in. What
 * the sandbox was asked tells whether a resolver has run.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Mutation } from './mutation.ts'

export interface DeveloperGateway extends AsyncDisposable {
  readonly url: string
  /** Of the sandbox behind it. */
  readonly sandboxUrl: string
  /** How often Finpass has been asked this, e.g. `itr.data`; the gateway asks other things by itself. */
  countCalls(operation: string): Promise<number>
}

export interface DeveloperGatewayOptions {
  readonly mutations?: readonly Mutation[]
  readonly environment?: Readonly<Record<string, string>>
}

/** A made-up applicant with tax returns, whom such a gateway always has. */
export const DEMO_APPLICANT = 'YTphcHBfZGVtb19zYWxhcmllZF9jbGVhbg'

const ROOT = join(import.meta.dirname, '../../../..')
const START_MS = 30_000

/** Resolves once it is ready; rejects with what it said when it is not. */
export async function openDeveloperGateway(options: DeveloperGatewayOptions = {}): Promise<DeveloperGateway> {
  const { mutations = [], environment = {} } = options
  const dataDir = await mkdtemp(join(tmpdir(), 'finpass-graph-bar-'))
  const { PATH = '', HOME = '' } = process.env
  const program = [join(ROOT, 'src/main.ts')]
  const flags = ['--no-warnings', '--import', join(import.meta.dirname, 'mutation.ts')]
  const child = spawn(join(ROOT, 'node_modules/.bin/node'), [...flags, ...program], {
    env: {
      PATH,
      HOME,
      PORT: '0',
      DATA_DIR: dataDir,
      LOG_LEVEL: 'warn',
      ...environment,
      BAR_MUTATIONS: JSON.stringify(mutations),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = once(child, 'exit')
  let said = ''
  const late = setTimeout(() => child.kill('SIGKILL'), START_MS)
  const addresses = await new Promise<readonly [url: string, sandbox: string]>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text
        const [url, sandbox] = [/GraphQL +(http\S+)\/graphql/, /sandbox at (http:\S+):/].map(
          (line) => line.exec(said)?.[1],
        )
        if (url !== undefined && sandbox !== undefined) resolve([url, sandbox])
      })
    }
    child.once('exit', () => reject(new Error(`the gateway did not start: ${said}`)))
  }).finally(() => clearTimeout(late))
  const [url, sandbox] = addresses
  return {
    url,
    sandboxUrl: sandbox,
    async countCalls(operation) {
      const answer: unknown = await (await fetch(`${sandbox}/sandbox/calls`)).json()
      const { calls } = answer as { calls: { operation: string }[] } // the sandbox's own
      return calls.filter((call) => call.operation === operation).length
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM')
      await ended
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
