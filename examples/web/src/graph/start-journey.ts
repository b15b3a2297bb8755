/** Starting what the progress screen then follows: the applicant, a reading of tax returns, one of bank statements. */
import type { AnyVariables, Client, TypedDocumentNode } from 'urql'
import {
  AddApplicantDocument,
  BeginBankReadingDocument,
  BeginTaxReadingDocument,
  LookAgainDocument,
} from '../operations.ts'
import type { Persona } from './desk.ts'
import { NETWORK, type Trouble, toTroubles } from './trouble.ts'

interface Payload {
  readonly userErrors: readonly { readonly code: string; readonly message: string; readonly advice: string | null }[]
}

export type Outcome<Value> = { readonly value: Value } | { readonly trouble: Trouble }

/** Registers an applicant of its own for every try, so that one does not see what another left. */
export async function addApplicant(client: Client, { name, pan, mobile }: Persona): Promise<Outcome<string>> {
  const reference = `WEB-${Date.now().toString(36).toUpperCase()}`
  const input = { reference, name, pan, mobile }
  const outcome = await send(client, AddApplicantDocument, { input }, ({ applicantRegister }) => applicantRegister)
  if ('trouble' in outcome) return outcome
  const id = outcome.value.applicant?.id
  return id === undefined ? { trouble: NETWORK } : { value: id }
}

/** The password goes into this one request and is not kept. The same key again never starts, and bills, a second one. */
export function beginTaxReading(
  client: Client,
  input: {
    readonly applicantId: string
    readonly username: string
    readonly password: string
    readonly idempotencyKey: string
  },
): Promise<Outcome<object>> {
  const variables = { input: { ...input, consent: true } }
  return send(client, BeginTaxReadingDocument, variables, ({ itrJourneyStart }) => itrJourneyStart)
}

export function beginBankReading(
  client: Client,
  input: { readonly applicantId: string; readonly mobile: string; readonly idempotencyKey: string },
): Promise<Outcome<object>> {
  return send(client, BeginBankReadingDocument, { input }, ({ aaBsaJourneyStart }) => aaBsaJourneyStart)
}

/** For a journey that ran out of time: it goes on as a new one. */
export function lookAgain(client: Client, journeyId: string): Promise<Outcome<object>> {
  return send(client, LookAgainDocument, { input: { journeyId } }, ({ journeyRefresh }) => journeyRefresh)
}

async function send<Data, Variables extends AnyVariables, Found extends Payload>(
  client: Client,
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  find: (data: Data) => Found,
): Promise<Outcome<Found>> {
  const { data, error } = await client.mutation(document, variables).toPromise()
  const [trouble] = toTroubles(error)
  if (trouble !== undefined) return { trouble }
  if (data === undefined) return { trouble: NETWORK }
  const payload = find(data)
  const [mistake] = payload.userErrors
  return mistake === undefined ? { value: payload } : { trouble: { ...mistake, scope: null, field: null } }
}
