/**
 * `npm run example:watch`: starts a journey of a made-up borrower and prints every step until it has ended. Uses the
 * gateway that runs at GRAPH_URL (http://127.0.0.1:4000/graphql when unset); when none answers it starts one of its own on
 * a free port and stops it afterwards. For a gateway on the sandbox: elsewhere there is no such borrower. A gateway that
 * wants a token is given GRAPH_TOKEN; what goes wrong is said in a line, and the process ends with 1.
 */
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { watchJourney } from './watch.ts'

interface Graph {
  readonly url: string
  close(): Promise<void>
}

interface Refusal {
  readonly message: string
  readonly extensions?: { readonly code: string }
}

/** What a token has to carry for this example. */
const TOKEN_HINT = 'Set GRAPH_TOKEN to a token with the scopes applicants:read applicants:write journeys:start.'
/** A made-up borrower of the sandbox with two bank accounts. */
const MOBILE = '9000000001'
/** The sandbox's clock is pushed on this much every second: two minutes pass in twenty seconds. */
const PUSH_MS = 5_000

const REGISTER = `mutation ($input: ApplicantRegisterInput!) {
  applicantRegister(input: $input) { applicant { id } userErrors { message } }
}`
const START = `mutation ($input: AaBsaJourneyStartInput!) {
  aaBsaJourneyStart(input: $input) { journey { id consentUrl } userErrors { message } }
}`

async function ask<Data>(url: string, query: string, variables: object): Promise<Data> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(TOKEN === '' ? {} : { authorization: `Bearer ${TOKEN}` }) },
    body: JSON.stringify({ query, variables }),
  })
  const { data, errors = [] } = (await response.json()) as { data: Data; errors?: Refusal[] } // GraphQL's shape
  const [refusal] = errors
  if (refusal !== undefined) {
    const hint = refusal.extensions?.code.startsWith('AUTH_') === true ? ` ${TOKEN_HINT}` : ''
    throw new Error(`${refusal.message}${hint}`)
  }
  return data
}

async function findGraph(url: string): Promise<Graph> {
  const isThere = await fetch(new URL('/livez', url)).then(
    ({ ok }) => ok,
    () => false,
  )
  return isThere ? { url, close: async () => undefined } : startGraph()
}

async function startGraph(): Promise<Graph> {
  const dataDir = await mkdtemp(join(tmpdir(), 'finpass-graph-example-'))
  const { PATH, HOME } = process.env
  const gateway = spawn(process.execPath, [join(import.meta.dirname, '../src/main.ts')], {
    env: { PATH, HOME, PORT: '0', DATA_DIR: dataDir, POLL_INTERVAL_MS: '1000', LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const stopped = new Promise<void>((resolve) => gateway.once('exit', () => resolve()))
  const url = await new Promise<string>((resolve, reject) => {
    let said = ''
    gateway.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text
      const found = /GraphQL +(http\S+)/.exec(said)?.[1]
      if (found !== undefined) resolve(found)
    })
    gateway.once('exit', () => reject(new Error('The gateway did not start.')))
  })
  return {
    url,
    async close() {
      gateway.kill()
      await stopped
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** The borrower's page is the sandbox's own, so its address says where the sandbox can be pushed. */
function pushClock(consentUrl: string): () => void {
  const timer = setInterval(() => {
    const init = { method: 'POST', headers: { 'content-type': 'application/json' } }
    const body = JSON.stringify({ advanceMs: PUSH_MS })
    // No sandbox to push: then it takes its own time.
    fetch(new URL('/sandbox/clock', consentUrl), { ...init, body }).catch(() => undefined)
  }, 1_000)
  return () => clearInterval(timer)
}

async function watchOne(url: string): Promise<void> {
  const reference = `EXAMPLE-${Date.now()}`
  const { applicantRegister } = await ask<{ applicantRegister: { applicant: { id: string } } }>(url, REGISTER, {
    input: { reference, mobile: MOBILE },
  })
  const { aaBsaJourneyStart } = await ask<{ aaBsaJourneyStart: { journey: { id: string; consentUrl: string } } }>(
    url,
    START,
    { input: { applicantId: applicantRegister.applicant.id, mobile: MOBILE } },
  )
  const { id: journeyId, consentUrl } = aaBsaJourneyStart.journey
  const stopPushing = pushClock(consentUrl)
  try {
    const steps = watchJourney({
      url,
      journeyId,
      token: TOKEN === '' ? null : TOKEN,
      onState(state) {
        if (state.state === 'waiting') console.log(`… ${state.reason}, trying again in ${state.pauseMs} ms`)
      },
    })
    for await (const { sequence, status, percent, step, resync, observedAt } of steps) {
      const note = [step ?? '', resync ? '(earlier steps may be missing)' : ''].join(' ').trim()
      console.log(`${observedAt}  ${sequence}  ${String(percent).padStart(3)} %  ${status}  ${note}`.trimEnd())
    }
  } finally {
    stopPushing()
  }
}

const TOKEN = process.env.GRAPH_TOKEN ?? ''
const graph = await findGraph(process.env.GRAPH_URL ?? 'http://127.0.0.1:4000/graphql')
console.log(`Gateway: ${graph.url}`)
try {
  await watchOne(graph.url)
} catch (thrown) {
  console.error(thrown instanceof Error ? thrown.message : thrown)
  process.exitCode = 1
} finally {
  await graph.close()
}
