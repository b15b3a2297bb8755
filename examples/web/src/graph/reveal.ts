/** Shows identifiers whole: with a token that lasts minutes, and a reason that goes into the audit trail. */
import { createRequest } from 'urql'
import { RevealIdentityDocument } from '../operations.ts'
import { type Graph, withToken } from './client.ts'
import type { Outcome } from './start-journey.ts'
import { NETWORK, type Trouble, toTroubles } from './trouble.ts'

export interface Revealed {
  readonly pan: string | null
  readonly mobile: string | null
  readonly email: string | null
}

const NOT_ALLOWED: Trouble = {
  code: 'AUTH_SCOPE',
  message: 'The token does not show identifiers whole.',
  advice: null,
  scope: 'pii:read',
  field: null,
}

export async function reveal(
  { client, session }: Graph,
  applicantId: string,
  reason: string,
): Promise<Outcome<Revealed>> {
  const token = await session.stepUpToken().catch(() => null)
  if (token === null) return { trouble: NOT_ALLOWED }
  const request = createRequest(RevealIdentityDocument, { applicantId }, { reason })
  const { data, error } = await client
    .executeQuery(request, { fetch: async (input, init) => fetch(input, await withToken(init, token)) })
    .toPromise()
  const [trouble] = toTroubles(error)
  if (trouble !== undefined && data?.applicant == null) return { trouble }
  if (data?.applicant == null) return { trouble: NETWORK }
  if (!data.viewer.scopes.includes('pii:read')) return { trouble: NOT_ALLOWED }
  const { pan, mobile, taxProfile } = data.applicant
  return {
    value: {
      pan: taxProfile?.pan ?? pan,
      mobile: taxProfile?.mobile ?? mobile,
      email: taxProfile?.email ?? null,
    },
  }
}
