/**
 * Who can be played in the sandbox: `/sandbox/cast` lists roles and made-up people, `/sandbox/role-token` gives a role's
 * token, `/sandbox/clock` lets time pass for journeys. For GraphiQL and demo apps; there in the sandbox only, and tokens only where everybody is let in anyway.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Failure } from '../domain/failure.ts'
import { parseGlobalId } from '../domain/ids.ts'
import { sendText } from './answer.ts'
import { ROLES, type RoleTokens } from './caller/role-token.ts'
import type { MayCall } from './origin.ts'

export interface CastOptions {
  /** Null where callers need a token of their own. */
  readonly roles: Pick<RoleTokens, 'mint'> | null
  readonly personas: readonly { readonly applicantId: string }[]
  /** Whom journeys can be started for, those included who are not there yet. */
  readonly everybody: readonly object[]
  /** Lets that much time pass for the journeys of the sandbox. */
  readonly skipAhead: (ms: number) => void
  readonly mayCall: MayCall
}

/** Answers 404 for what there is not, 403 to pages of other origins. */
export type Cast = (request: IncomingMessage, response: ServerResponse) => Promise<void>

export function createCast({ roles, personas, everybody, skipAhead, mayCall }: CastOptions): Cast {
  const list = {
    roles: roles === null ? [] : ROLES.map(({ name, title, stepUp }) => ({ name, title, stepsUp: stepUp.length > 0 })),
    personas,
    everybody,
  }

  async function giveToken(search: URLSearchParams, response: ServerResponse): Promise<void> {
    const role = ROLES.find(({ name }) => name === search.get('role'))
    if (roles === null || role === undefined) return sendText(response, 404, 'no such role')
    // A borrower is always somebody: without a claim the token would be one of staff.
    const about = role.name === 'borrower' ? search.get('applicant') || personas[0]?.applicantId : undefined
    try {
      const token = await roles.mint(role, {
        isStepUp: search.get('stepUp') === 'true',
        ...(about === undefined ? {} : { applicant: parseGlobalId('Applicant', about) }),
      })
      sendJson(response, { role: role.name, token })
    } catch (thrown) {
      if (!(thrown instanceof Failure)) throw thrown
      sendText(response, 400, 'applicant is not the id of an applicant')
    }
  }

  async function passTime(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== 'POST') return sendText(response, 405, 'POST only')
    // Only what a foreign page cannot send without being asked first.
    if (request.headers['content-type'] !== 'application/json') return sendText(response, 415, 'send application/json')
    const advanceMs = parseAdvance(await readShort(request))
    if (advanceMs === null) return sendText(response, 400, 'advanceMs is 1 to 86400000')
    skipAhead(advanceMs)
    sendJson(response, { advanceMs })
  }

  return async (request, response) => {
    if (!mayCall(request.headers)) return sendText(response, 403, 'not from there')
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
    if (pathname === '/sandbox/clock') return passTime(request, response)
    if (request.method !== 'GET') return sendText(response, 405, 'GET only')
    if (pathname === '/sandbox/cast') return sendJson(response, list)
    if (pathname === '/sandbox/role-token') return giveToken(searchParams, response)
    sendText(response, 404, 'not found')
  }
}

function sendJson(response: ServerResponse, value: object): void {
  response
    .writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' })
    .end(JSON.stringify(value))
}

const LONGEST_ADVANCE_MS = 86_400_000
const LONGEST_BODY = 200

/** The body as text; of one that is longer than any of ours the beginning, which is no JSON. */
async function readShort(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request) if (text.length < LONGEST_BODY) text += String(chunk)
  return text.slice(0, LONGEST_BODY)
}

function parseAdvance(text: string): number | null {
  try {
    const { advanceMs } = JSON.parse(text) as { readonly advanceMs?: unknown } // unknown until it is looked at
    const isUsable = typeof advanceMs === 'number' && Number.isInteger(advanceMs) && advanceMs > 0
    return isUsable && advanceMs <= LONGEST_ADVANCE_MS ? advanceMs : null
  } catch {
    return null
  }
}
