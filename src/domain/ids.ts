/**
 * Ids. Inside, each kind of record has its own branded key; outside there is one opaque global id per Node.
 * Keys are ours: random, or hashes; none carries a Finpass handle or anything personal.
 */
import { Failure } from './failure.ts'

export type TenantId = string & { readonly brand: 'TenantId' }
export type ApplicantId = string & { readonly brand: 'ApplicantId' }
export type JourneyId = string & { readonly brand: 'JourneyId' }
/** A bank account as one journey reported it. */
export type BankAccountId = string & { readonly brand: 'BankAccountId' }
export type ItrFilingId = string & { readonly brand: 'ItrFilingId' }
export type TransactionId = string & { readonly brand: 'TransactionId' }

/** The types that `node(id)` can find. */
export const NODE_TYPES = ['Applicant', 'Journey', 'ItrFiling', 'BankAccount', 'Transaction'] as const
export type NodeType = (typeof NODE_TYPES)[number]

/** Short tags keep ids short, and let a type be renamed without breaking bookmarked ids. */
const TAGS = {
  Applicant: 'a',
  Journey: 'j',
  ItrFiling: 'f',
  BankAccount: 'b',
  Transaction: 't',
} as const satisfies Record<NodeType, string>
const TYPES_BY_TAG = new Map<string, NodeType>(NODE_TYPES.map((type) => [TAGS[type], type]))

/** The longest global id we ever hand out is well under this; anything longer is not ours. */
const LONGEST_ID = 200

/** The opaque id that the graph hands out for `key` of `type`. */
export function encodeGlobalId(type: NodeType, key: string): string {
  const plain = `${TAGS[type]}:${key}`
  return KEY.test(key) ? encodePlain(plain) : Buffer.from(plain, 'utf8').toString('base64url')
}

/** As `encodeGlobalId`, of many keys that begin with `prefix`, which is encoded once. */
export function createGlobalIds(type: NodeType, prefix: string): (rest: string) => string {
  const plain = `${TAGS[type]}:${prefix}`
  // Of three letters come four of the id.
  const whole = plain.length - (plain.length % 3)
  const [head, tail] = [KEY.test(prefix) ? btoa(plain.slice(0, whole)) : null, plain.slice(whole)]
  return (rest) =>
    head !== null && KEY.test(rest) ? head + encodePlain(tail + rest) : encodeGlobalId(type, prefix + rest)
}

/** What keys are made of. */
const KEY = /^[A-Za-z0-9_.-]+$/

/** Of the letters in our keys none comes out as one of the two in which the alphabets differ, and a page has an id in every line. */
function encodePlain(plain: string): string {
  const padding = 2 - ((plain.length + 2) % 3)
  const encoded = btoa(plain)
  return padding === 0 ? encoded : encoded.slice(0, -padding)
}

/** Reads a global id back; throws `ID_MALFORMED` when it was not handed out by this graph's scheme. */
export function decodeGlobalId(id: string): { readonly type: NodeType; readonly key: string } {
  const plain = id.length <= LONGEST_ID ? Buffer.from(id, 'base64url').toString('utf8') : ''
  const match = /^([a-z]):([A-Za-z0-9_.-]+)$/.exec(plain)
  const type = match === null ? undefined : TYPES_BY_TAG.get(match[1] as string)
  // Re-encoding refuses ids that base64 would read leniently: one record, one id.
  if (match === null || type === undefined || encodeGlobalId(type, match[2] as string) !== id) {
    throw new Failure('ID_MALFORMED')
  }
  return { type, key: match[2] as string }
}

interface KeyOf {
  readonly Applicant: ApplicantId
  readonly Journey: JourneyId
  readonly ItrFiling: ItrFilingId
  readonly BankAccount: BankAccountId
  readonly Transaction: TransactionId
}

/** The key inside a global id that must be of `type`; throws `ID_MALFORMED` or `ID_WRONG_TYPE`. */
export function parseGlobalId<Type extends NodeType>(type: Type, id: string): KeyOf[Type] {
  const decoded = decodeGlobalId(id)
  if (decoded.type !== type) {
    throw new Failure('ID_WRONG_TYPE', {
      message: `This id is of ${article(decoded.type)}; ${article(type)} is wanted here.`,
    })
  }
  return decoded.key as KeyOf[Type] // its type was just seen
}

function article(type: NodeType): string {
  return `${/^[AI]/.test(type) ? 'an' : 'a'} ${type}`
}

/** Parts of a composite key. `.` occurs in no part. */
export function joinKey(first: string, ...others: readonly string[]): string {
  let key = first
  for (const part of others) key += `.${part}`
  return key
}

/** The journey a composite key (filing, account or transaction) belongs to. */
export function journeyOfKey(key: ItrFilingId | BankAccountId | TransactionId): JourneyId {
  return key.slice(0, key.indexOf('.')) as JourneyId
}
