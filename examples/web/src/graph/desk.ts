/** What the sandbox's gateway tells of itself besides the graph: who there is to try it with, and which roles it has tokens for. */

export interface Persona {
  readonly key: string
  readonly title: string
  readonly pan: string
  readonly mobile: string
  readonly name: string
}

export interface Role {
  readonly name: string
  readonly title: string
  /** True when it can have a second token, which shows identifiers whole for a while. */
  readonly stepsUp: boolean
}

export interface Desk {
  readonly personas: readonly Persona[]
  /** Empty where callers need tokens of somebody else. */
  readonly roles: readonly Role[]
}

/** Rejects when the gateway cannot be reached, or has no sandbox. */
export async function fetchDesk(): Promise<Desk> {
  const { everybody, roles } = (await fetchJson('/sandbox/cast')) as {
    readonly everybody: readonly Persona[]
    readonly roles: readonly Role[]
  } // the gateway's own shape
  return { personas: everybody, roles }
}

/** A token of the sandbox for a role; with `isStepUp` the short-lived one that shows identifiers whole. */
export async function fetchRoleToken(role: string, isStepUp: boolean): Promise<string> {
  const search = new URLSearchParams({ role, stepUp: String(isStepUp) }).toString()
  const { token } = (await fetchJson(`/sandbox/role-token?${search}`)) as { readonly token: string } // likewise
  return token
}

/** Lets that much time pass for the journeys of the sandbox. Rejects when it cannot. */
export async function skipAhead(ms: number): Promise<void> {
  const response = await fetch('/sandbox/clock', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ advanceMs: ms }),
  })
  if (!response.ok) throw new Error(`The sandbox answered ${response.status}.`)
}

async function fetchJson(address: string): Promise<unknown> {
  const response = await fetch(address)
  if (!response.ok) throw new Error(`The gateway answered ${response.status}.`)
  return response.json()
}
