/** The page on which a developer plays the borrower: approve or decline. Without a click the persona decides. */
import { observedWord } from './aa-bsa-body.ts'
import { stagesOf } from './consent-stages.ts'
import type { SandboxContext } from './context.ts'
import type { Reply } from './envelope.ts'
import { readHandle } from './handle.ts'
import { personaOf } from './persona-of.ts'
import { stageAt } from './timeline.ts'

const PENDING = ['initiated', 'consent_pending']

/** The page itself; 404 when the id is not of a journey that asks for consent. */
export function showConsent(clientId: string, context: SandboxContext): Reply {
  const handle = readHandle(clientId)
  if (handle === null || (handle.kind !== 'AA_BSA' && handle.kind !== 'ACCOUNT_AGGREGATOR')) {
    return page(404, '<h1>No such request</h1><p>This consent request does not exist.</p>')
  }
  const persona = personaOf(handle.subject)
  const stages = stagesOf(handle, context.decisions.get(clientId) ?? null)
  const { word } = stageAt(stages, context.clock.elapsedSince(handle.startedAt))
  if (!PENDING.includes(word)) return showOutcome(clientId, word, context)
  const banks = persona.accounts.map(({ bank }) => `<li>${escape(bank)}</li>`).join('')
  return page(
    200,
    `<h1>Share your bank statements?</h1>
     <p>Sandbox persona <b>${escape(persona.key)}</b>: ${escape(persona.title)}.</p>
     <p>A lender asks to read the accounts of ${escape(persona.holderName)} at:</p><ul>${banks}</ul>
     <form method="post"><button name="decision" value="approve">Approve</button>
     <button name="decision" value="decline">Decline</button></form>`,
  )
}

/** Records the click, unless the journey has moved on; then shows how it stands. */
export function decideConsent(clientId: string, form: URLSearchParams, context: SandboxContext): Reply {
  const handle = readHandle(clientId)
  const kind = form.get('decision')
  if (handle === null || (kind !== 'approve' && kind !== 'decline')) return showConsent(clientId, context)
  const atMs = context.clock.elapsedSince(handle.startedAt)
  const stages = stagesOf(handle, context.decisions.get(clientId) ?? null)
  if (PENDING.includes(stageAt(stages, atMs).word)) context.decisions.set(clientId, { kind, atMs })
  return showConsent(clientId, context)
}

function showOutcome(clientId: string, word: string, context: SandboxContext): Reply {
  const back = context.sessions.get(clientId)?.redirectUrl ?? null
  const isWeb = back !== null && /^https?:\/\//.test(back)
  const link = isWeb ? `<p><a href="${escape(back)}">Back to the lender</a></p>` : ''
  return page(
    200,
    `<h1>Thank you</h1><p>This request stands at <b>${escape(word)}</b> (${observedWord(word)}).</p>${link}`,
  )
}

function page(status: number, content: string): Reply {
  const style =
    'body{font:16px/1.5 system-ui;max-width:32rem;margin:4rem auto;padding:0 1rem}button{font:inherit;padding:.5rem 1.2rem}'
  const body = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Consent (sandbox)</title><style>${style}</style>${content}</html>`
  return {
    status,
    contentType: 'text/html; charset=utf-8',
    body: Buffer.from(body),
    headers: { 'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'" },
  }
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
