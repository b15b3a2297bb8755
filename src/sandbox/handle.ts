/**
 * The ids the sandbox mints. Each carries everything its journey follows from (whose it is, when it began, for which
 * purpose), so that a restarted sandbox still answers for ids of an earlier one. All contain `_mock_`, and all have
 * eight hex digits of Unix seconds where Finpass has them.
 */
import { randomBytes } from 'node:crypto'
import { digestHex } from './random.ts'

/** The four asynchronous processes. */
export type JourneyKind = 'ITR' | 'AA_BSA' | 'ACCOUNT_AGGREGATOR' | 'BANK_STATEMENT'

/** `u` underwriting, `m` monitoring, `f` an uploaded file. */
export type Purpose = 'u' | 'm' | 'f'

/** What an id says. */
export interface Handle {
  readonly text: string
  readonly kind: JourneyKind
  /** A PAN for ITR, else a mobile number. */
  readonly subject: string
  readonly startedAt: number
  readonly purpose: Purpose
  /** Which account of its journey; always 0 except for a per-account analysis. */
  readonly accountIndex: number
}

const PATTERNS: Readonly<Record<JourneyKind, RegExp>> = {
  ITR: /^itr_mock_([0-9a-f]{8})-([0-9a-f]{3})(u)-([0-9a-f]{11})-(0)([0-9a-f]{8})([0-9a-f]{4})$/,
  AA_BSA: /^aabsa_([0-9a-f]{8})_mock_([0-9a-f]{3})([um])([0-9a-f]{9})(0)([0-9a-f]{8})([0-9a-f]{4})$/,
  ACCOUNT_AGGREGATOR: /^aa_([0-9a-f]{8})_mock_([0-9a-f]{3})([um])([0-9a-f]{9})(0)([0-9a-f]{8})([0-9a-f]{4})$/,
  BANK_STATEMENT:
    /^bank_statement_mock_([0-9a-f]{8})([0-9a-f]{3})([umf])([0-9a-f]{9})([0-9a-f])([0-9a-f]{8})([0-9a-f]{4})$/,
}

const KINDS: readonly JourneyKind[] = ['ITR', 'AA_BSA', 'ACCOUNT_AGGREGATOR', 'BANK_STATEMENT']

/** What an id carries besides whose it is and when. */
export interface MintOptions {
  readonly purpose?: Purpose
  readonly accountIndex?: number
  /** Eight hex digits; drawn at random when absent. */
  readonly salt?: string
}

/** A new id of a journey begun at `startedAt`. */
export function mintHandle(kind: JourneyKind, subject: string, startedAt: number, options: MintOptions = {}): string {
  const wholeMs = Math.floor(startedAt)
  const seconds = hex(Math.floor(wholeMs / 1000), 8)
  const millis = hex(wholeMs % 1000, 3)
  const purpose = options.purpose ?? 'u'
  const who = kind === 'ITR' ? hex(packPan(subject), 11) : hex(Number(subject), 9)
  const index = hex(options.accountIndex ?? 0, 1)
  const salt = options.salt ?? randomBytes(4).toString('hex')
  const tail = `${index}${salt}${digestHex(4, kind, seconds, millis, purpose, who, index, salt)}`
  switch (kind) {
    case 'ITR':
      return `itr_mock_${seconds}-${millis}${purpose}-${who}-${tail}`
    case 'AA_BSA':
      return `aabsa_${seconds}_mock_${millis}${purpose}${who}${tail}`
    case 'ACCOUNT_AGGREGATOR':
      return `aa_${seconds}_mock_${millis}${purpose}${who}${tail}`
    case 'BANK_STATEMENT':
      return `bank_statement_mock_${seconds}${millis}${purpose}${who}${tail}`
  }
}

/** What an id says; null when the sandbox never minted it. */
export function readHandle(text: string): Handle | null {
  for (const kind of KINDS) {
    const match = PATTERNS[kind].exec(text)
    if (match === null) continue
    const [, seconds = '', millis = '', purpose = '', who = '', index = '', salt = '', check = ''] = match
    if (check !== digestHex(4, kind, seconds, millis, purpose, who, index, salt)) return null
    const packed = Number.parseInt(who, 16)
    return {
      text,
      kind,
      subject: kind === 'ITR' ? unpackPan(packed) : String(packed).padStart(10, '0'),
      startedAt: Number.parseInt(seconds, 16) * 1000 + Number.parseInt(millis, 16),
      purpose: purpose === 'm' || purpose === 'f' ? purpose : 'u',
      accountIndex: Number.parseInt(index, 16),
    }
  }
  return null
}

/** The per-account id (`bsa_client_id`) inside an AA-BSA journey; the same at every reading. */
export function accountHandleOf(journey: Handle, accountIndex: number): string {
  return mintHandle('BANK_STATEMENT', journey.subject, journey.startedAt, {
    purpose: journey.purpose,
    accountIndex,
    salt: digestHex(8, journey.text, accountIndex),
  })
}

/** A refresh's id, tied to the session it refreshes. */
export function mintRequestId(clientId: string, startedAt: number): string {
  const wholeMs = Math.floor(startedAt)
  const seconds = hex(Math.floor(wholeMs / 1000), 8)
  return `account_aggregator_v2_mock_${seconds}_${hex(wholeMs % 1000, 3)}${digestHex(9, clientId)}`
}

/** When a refresh of that session began; null when the id is not one, or belongs to another session. */
export function readRequestId(text: string, clientId: string): number | null {
  const match = /^account_aggregator_v2_mock_([0-9a-f]{8})_([0-9a-f]{3})([0-9a-f]{9})$/.exec(text)
  if (match === null || match[3] !== digestHex(9, clientId)) return null
  return Number.parseInt(match[1] ?? '', 16) * 1000 + Number.parseInt(match[2] ?? '', 16)
}

function hex(value: number, length: number): string {
  return value.toString(16).padStart(length, '0')
}

/** Five letters, four digits, a letter, as one number below 2^42. */
function packPan(pan: string): number {
  let packed = 0
  for (const character of pan) {
    const code = character.charCodeAt(0)
    packed = code >= 65 ? packed * 26 + (code - 65) : packed * 10 + (code - 48)
  }
  return packed
}

function unpackPan(packed: number): string {
  let rest = packed
  let pan = ''
  for (let position = 9; position >= 0; position -= 1) {
    const isDigit = position >= 5 && position <= 8
    const radix = isDigit ? 10 : 26
    pan = String.fromCharCode((rest % radix) + (isDigit ? 48 : 65)) + pan
    rest = Math.floor(rest / radix)
  }
  return pan
}
