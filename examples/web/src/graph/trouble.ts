/** Errors of the graph, of the network and of a form, as one thing that a screen can show with a next step. */
import type { CombinedError } from 'urql'

export interface Trouble {
  /** Stable code of the gateway; NETWORK when it was not reached. */
  readonly code: string
  readonly message: string
  readonly advice: string | null
  /** The scope that was missing, if that is it. */
  readonly scope: string | null
  /** First name in the answer's path, below the applicant; null when all is concerned. */
  readonly field: string | null
}

export function toTroubles(error: CombinedError | undefined): readonly Trouble[] {
  if (error === undefined) return []
  if (error.networkError !== undefined && error.graphQLErrors.length === 0) return [NETWORK]
  return error.graphQLErrors.map(({ message, extensions, path }) => {
    const { code, advice, scope } = extensions as Readonly<Record<string, unknown>> // of any type until looked at
    const inApplicant = path?.[0] === 'applicant' ? path[1] : null
    return {
      code: typeof code === 'string' ? code : 'UNKNOWN',
      message,
      advice: typeof advice === 'string' ? advice : null,
      scope: typeof scope === 'string' ? scope : null,
      field: typeof inApplicant === 'string' ? inApplicant : null,
    }
  })
}

export const NETWORK: Trouble = {
  code: 'NETWORK',
  message: 'The gateway cannot be reached.',
  advice: 'Check the connection, then try again.',
  scope: null,
  field: null,
}

/** True when a (better) token is what is missing. */
export function isAboutToken({ code }: Trouble): boolean {
  return code === 'AUTH_REQUIRED' || code === 'AUTH_INVALID'
}
