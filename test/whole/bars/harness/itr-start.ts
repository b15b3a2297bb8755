/** Applicants and starts of income-tax journeys, as a lender's frontend makes them. */
import { request } from 'node:http'
import type { Cluster } from './cluster.ts'
import { post, type Posted } from './http-load.ts'

export type Headers = Readonly<Record<string, string>>

const START = `mutation($input: ItrJourneyStartInput!) { itrJourneyStart(input: $input) {
  journey { id status step stepsFailed failure { code } } userErrors { code } } }`

export interface PortalLogin {
  readonly username: string
  readonly password: string
}

/** The global id of a new applicant; throws when there is none. */
export async function registerApplicant(url: string, headers: Headers, input: object): Promise<string> {
  const query = `mutation($input: ApplicantRegisterInput!) { applicantRegister(input: $input) { applicant { id } } }`
  const { text } = await post(url, headers, JSON.stringify({ query, variables: { input } }))
  const id = /"applicant":\{"id":"([\w-]+)"/.exec(text)?.[1]
  if (id === undefined) throw new Error(`no applicant was registered: ${text}`)
  return id
}

/** The body of a start. */
export function toItrStart(applicantId: string, login: PortalLogin, idempotencyKey: string | null = null): string {
  const { username, password } = login
  const input = { applicantId, consent: true, idempotencyKey, username, password }
  return JSON.stringify({ query: START, variables: { input } })
}

/** The same with the password where it must not be. */
export function toLiteralStart(applicantId: string, { username, password }: PortalLogin): string {
  const query = `mutation { itrJourneyStart(input: { applicantId: "${applicantId}", consent: true,
    username: "${username}", password: ${JSON.stringify(password)} }) { journey { id } } }`
  return JSON.stringify({ query })
}

/** Sends a request and leaves before it is answered, once `hasArrived` says that it has got through. */
export function abandon(
  { first }: Cluster,
  headers: Headers,
  body: string,
  hasArrived: () => boolean,
): Promise<Posted> {
  return new Promise((resolve) => {
    const asked = request(`${first.url}/graphql`, {
      method: 'POST',
      agent: false,
      headers: { ...headers, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
    })
    asked.on('error', () => undefined)
    asked.on('close', () => resolve({ status: 0, text: '' }))
    asked.end(body)
    const look = setInterval(() => {
      if (!hasArrived()) return
      clearInterval(look)
      asked.destroy()
    }, 5)
  })
}
