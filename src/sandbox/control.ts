/**
 * `/sandbox/*`: turning the sandbox's knobs over HTTP. Changes need a JSON content type, which a web page on another
 * origin cannot send unasked; nothing here needs the API credential.
 */
import type { Settings } from './context.ts'
import { type Reply, replyJson } from './envelope.ts'
import { FAULT_KINDS, type FaultRule, type FaultSwitchboard } from './fault.ts'
import type { JourneyKind } from './handle.ts'
import type { CallJournal } from './journal.ts'
import { PERSONAS } from './personas.ts'

/** The parts of the sandbox that control reaches; the sandbox itself is one. */
export interface Controlled {
  readonly clock: { advance(ms: number): void; now(): number }
  readonly faults: FaultSwitchboard
  readonly calls: CallJournal
  readonly settings: Readonly<Settings>
  configure(change: Partial<Settings>): void
  seed(persona: string, kind: JourneyKind, startedAgoMs: number): string
}

/** What can be asked under `/sandbox`, for the banner and for the list itself. */
export const CONTROL_HELP: readonly (readonly [call: string, meaning: string])[] = [
  ['GET    /sandbox', 'this list'],
  ['GET    /sandbox/personas', 'who there is'],
  ['GET    /sandbox/calls', 'what was asked; DELETE clears'],
  ['GET    /sandbox/faults', 'rules in force; DELETE clears (?id= one)'],
  ['POST   /sandbox/faults', `{"match":"itr.status","kind":"hang","times":1}; kinds: ${FAULT_KINDS.join(' ')}`],
  ['GET    /sandbox/clock', 'wall time of the sandbox'],
  ['POST   /sandbox/clock', '{"advanceMs":60000} of journey time'],
  ['POST   /sandbox/dialect', '{"dialect":"documented"}; per request: header x-sandbox-dialect'],
  ['GET    /sandbox/settings', 'knobs in force'],
  [
    'POST   /sandbox/settings',
    '{"itrMethods":{"GET":405},"errorStatus":"always-200","webhooks":"duplicate","webhookDelayMs":500}',
  ],
  ['POST   /sandbox/seed', '{"persona":"salaried-clean","kind":"AA_BSA","startedAgoMs":3600000}'],
  ['GET    /consent/:client_id', 'play the borrower'],
]

/** Answers one control call; 404 for what it does not know, 400 with a reason for what it cannot take. */
export function control(
  method: string,
  path: string,
  query: URLSearchParams,
  contentType: string,
  rawBody: Buffer,
  sandbox: Controlled,
): Reply {
  const what = path.slice('/sandbox'.length).replace(/^\//, '')
  if (method === 'GET') return read(what, sandbox)
  if (method === 'DELETE') {
    if (what === 'calls') sandbox.calls.clear()
    else if (what === 'faults') sandbox.faults.clear(query.get('id') ?? undefined)
    else return replyJson(404, { error: 'no such control' })
    return replyJson(200, { ok: true })
  }
  if (method !== 'POST') return replyJson(405, { error: 'GET, POST or DELETE' })
  if (!contentType.startsWith('application/json')) return replyJson(415, { error: 'send application/json' })
  try {
    const body: unknown = JSON.parse(rawBody.toString('utf8') || '{}')
    if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new TypeError('send a JSON object')
    return write(what, body as Record<string, unknown>, sandbox) // A JSON object, checked on the line above.
  } catch (error) {
    return replyJson(400, { error: error instanceof Error ? error.message : 'bad request' })
  }
}

function read(what: string, sandbox: Controlled): Reply {
  switch (what) {
    case '':
      return replyJson(200, { calls: CONTROL_HELP.map(([call, meaning]) => ({ call, meaning })) })
    case 'personas':
      return replyJson(200, {
        personas: PERSONAS.map(({ key, title, pan, mobile, name, kinds }) => ({
          key,
          title,
          pan,
          mobile,
          name,
          kinds,
        })),
      })
    case 'calls':
      return replyJson(200, { count: sandbox.calls.count(), calls: sandbox.calls.list() })
    case 'faults':
      return replyJson(200, { faults: sandbox.faults.list() })
    case 'clock':
      return replyJson(200, { now: sandbox.clock.now() })
    case 'settings':
      return replyJson(200, sandbox.settings)
    default:
      return replyJson(404, { error: 'no such control' })
  }
}

function write(what: string, body: Record<string, unknown>, sandbox: Controlled): Reply {
  switch (what) {
    case 'faults':
      return replyJson(200, { id: sandbox.faults.set(body as unknown as FaultRule) }) // `set` refuses what is no rule.
    case 'clock': {
      const advanceMs = body['advanceMs']
      if (typeof advanceMs !== 'number') throw new TypeError('advanceMs is a number of milliseconds')
      sandbox.clock.advance(advanceMs)
      return replyJson(200, { now: sandbox.clock.now() })
    }
    case 'dialect':
    case 'settings':
      sandbox.configure(body) // Refuses what it does not know.
      return replyJson(200, sandbox.settings)
    case 'seed': {
      const { persona, kind, startedAgoMs } = body
      if (typeof persona !== 'string' || typeof kind !== 'string') throw new TypeError('persona and kind are needed')
      const agoMs = typeof startedAgoMs === 'number' ? startedAgoMs : 0
      return replyJson(200, { handle: sandbox.seed(persona, kind as JourneyKind, agoMs) }) // `seed` refuses other words.
    }
    default:
      return replyJson(404, { error: 'no such control' })
  }
}
