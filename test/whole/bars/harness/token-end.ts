/** The ways a token comes to its end while its caller streams, and the caller's streams: one token each, one after the other. */
import type { IssuedClaims, TestIssuer } from '../../../support/issuer.ts'
import { TENANT } from '../../../support/store-record.ts'
import type { Cluster, Replica } from './cluster.ts'
import { nowMs, type Subscriber, type Transport } from './subscriber.ts'
import type { Subscribers } from './subscribers.ts'

/** A token that expires, three revocations, a key that the issuer withdraws; and nothing at all. */
const TOKEN_ENDS = ['token', 'subject', 'key', 'withdrawal', 'none', 'expiry'] as const
export type TokenEnd = (typeof TOKEN_ENDS)[number]

/** The key that signs the tokens of each kind; whoever comes back has one of `lasting`. */
const KEYS: Record<TokenEnd, string> = {
  expiry: 'lasting',
  token: 'lasting',
  subject: 'lasting',
  key: 'leaked',
  withdrawal: 'withdrawn',
  none: 'lasting',
}

export interface EndedStream {
  readonly end: TokenEnd
  readonly replica: Replica
  readonly transport: Transport
  readonly journeyId: string
  readonly claims: IssuedClaims
  readonly headers: { readonly authorization: string }
  readonly subscriber: Subscriber
}

export async function addKeys(issuer: TestIssuer): Promise<void> {
  for (const keyId of new Set(Object.values(KEYS))) await issuer.addKey(keyId)
}

export interface OpenStreams {
  readonly cluster: Cluster
  readonly issuer: TestIssuer
  readonly subscribers: Subscribers
  readonly journeys: readonly string[]
  /** For each way to end, replica and transport. */
  readonly each: number
  /** How long the tokens that expire hold, from when the last group begins to follow. */
  readonly expiresInMs: number
}

export interface OpenedStreams {
  readonly streams: readonly EndedStream[]
  /** When the tokens that expire do, in milliseconds since 1970. */
  readonly expiresAt: number
}

/** Everybody begins to follow, each with a token of its own. */
export async function openStreams(options: OpenStreams): Promise<OpenedStreams> {
  const { cluster, issuer, subscribers, journeys, each, expiresInMs } = options
  const streams: EndedStream[] = []
  let expiresAt = 0
  for (const end of TOKEN_ENDS) {
    expiresAt = nowMs() + expiresInMs
    for (const replica of cluster.replicas) {
      for (let number = 0; number < 2 * each; number += 1) {
        const transport = number % 2 === 0 ? 'ws' : 'sse'
        const name = `${end}-${streams.length}`
        const journeyId = journeys[streams.length % journeys.length] ?? ''
        const claims: IssuedClaims = { subject: name, tenant: TENANT, tokenId: name }
        const expiresIn = end === 'expiry' ? (expiresAt - nowMs()) / 1_000 : 600
        const headers = await issuer.headers(KEYS[end], { ...claims, expiresIn })
        const options = { name, transport, id: journeyId, url: replica.url, headers, attempts: 0 } as const
        streams.push({ ...options, end, replica, journeyId, claims, subscriber: await subscribers.open(options) })
      }
    }
  }
  return { streams, expiresAt }
}

/** Ends all tokens but those that expire by themselves; gives when each kind was ended, in milliseconds since 1970. */
export async function endTokens(
  cluster: Cluster,
  issuer: TestIssuer,
  streams: readonly EndedStream[],
): Promise<Partial<Record<TokenEnd, number>>> {
  const revoke = (target: unknown): Promise<unknown> => cluster.first.process().request('revoke', { target })
  const of = (end: TokenEnd): readonly EndedStream[] => streams.filter((stream) => stream.end === end)
  await Promise.all(of('token').map(({ claims }) => revoke({ kind: 'TOKEN', tokenId: claims.tokenId })))
  const token = nowMs()
  await Promise.all(
    of('subject').map(({ claims }) => revoke({ kind: 'SUBJECT', tenant: TENANT, subject: claims.subject })),
  )
  const subject = nowMs()
  await revoke({ kind: 'KEY', keyId: KEYS.key })
  const key = nowMs()
  issuer.withdraw(KEYS.withdrawal)
  return { token, subject, key, withdrawal: nowMs() }
}

/** The same caller, with a token of a key that goes on to hold. */
export function renew(issuer: TestIssuer, { claims }: EndedStream): Promise<{ readonly authorization: string }> {
  return issuer.headers(KEYS.none, { ...claims, tokenId: `${claims.tokenId}-again` })
}
