/**
 * Who looks: a role of the sandbox, whose tokens the gateway gives out, or whoever a pasted token is about. Kept for this
 * tab alone; a token is asked for again before it ends.
 */
import { fetchRoleToken } from './desk.ts'

/** Everybody is let in with all rights where no token is sent. */
export const DEVELOPER = 'developer'
const ROLE_KEY = 'desk.role'
const TOKEN_KEY = 'desk.token'
/** Of eight hours. */
const FRESH_MS = 7 * 3_600_000

export interface Session {
  /** The role's name, DEVELOPER, or null when a token was pasted. */
  readonly role: string | null
  /** What goes into the Authorization header; null for no token. */
  token(): Promise<string | null>
  /** A token that shows identifiers whole; null when this session cannot have one. */
  stepUpToken(): Promise<string | null>
}

export function openRoleSession(role: string, mayStepUp: boolean): Session {
  sessionStorage.setItem(ROLE_KEY, role)
  let kept: { readonly token: Promise<string>; readonly at: number } | null = null
  return {
    role,
    token() {
      if (role === DEVELOPER) return Promise.resolve(null)
      if (kept === null || Date.now() - kept.at > FRESH_MS) {
        const token = fetchRoleToken(role, false)
        kept = { token, at: Date.now() }
        // A refusal now says nothing about the next time.
        token.catch(() => (kept = null))
      }
      return kept.token
    },
    stepUpToken: () => (mayStepUp ? fetchRoleToken(role, true) : Promise.resolve(null)),
  }
}

export function openTokenSession(token: string): Session {
  sessionStorage.setItem(TOKEN_KEY, token)
  return {
    role: null,
    token: () => Promise.resolve(token === '' ? null : token),
    stepUpToken: () => Promise.resolve(null),
  }
}

/** The role of this tab before a reload; null when none was chosen yet. */
export function readRole(): string | null {
  return sessionStorage.getItem(ROLE_KEY)
}

/** The token pasted in this tab; empty when there was none. */
export function readToken(): string {
  return sessionStorage.getItem(TOKEN_KEY) ?? ''
}
