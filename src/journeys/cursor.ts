/**
 * Cursors: places in the history of a journey, opaque and bound to the caller they were given to. A cursor that was
 * altered, that was given to somebody else, or that comes from before the journal was lost proves nothing.
 */
import { timingSafeEqual } from 'node:crypto'
import type { JourneyId } from '../domain/ids.ts'
import type { Principal } from '../domain/principal.ts'

/** A place in the history of one journey. */
export interface JourneyPoint {
  /** The journal that it is a place in. */
  readonly epoch: string
  readonly journeyId: JourneyId
  readonly sequence: number
}

export interface Cursors {
  /** `epoch` names the journal that the transition was read from; without it the store is asked. */
  encode(principal: Principal, journeyId: JourneyId, sequence: number, epoch?: string): Promise<string>
  /** Null when the cursor was not given to this caller, or is none at all. */
  decode(principal: Principal, cursor: string): JourneyPoint | null
}

export interface CursorsOptions {
  readEpoch(): Promise<string>
  /** Keyed hashes of a text, one per key, the one to sign with first. */
  sign(text: string): readonly string[]
}

const LONGEST_CURSOR = 400

export function createCursors({ readEpoch, sign }: CursorsOptions): Cursors {
  function toSigned({ tenant, subject }: Principal, payload: string): string {
    // Lengths keep one part from running into the next.
    return `${tenant.length}~${tenant}~${subject.length}~${subject}~${payload}`
  }

  return {
    async encode(principal, journeyId, sequence, epoch) {
      const payload = `${epoch ?? (await readEpoch())}~${journeyId}~${sequence}`
      const [signature = ''] = sign(toSigned(principal, payload))
      return Buffer.from(`${payload}~${signature.slice(0, 22)}`).toString('base64url')
    },
    decode(principal, cursor) {
      if (cursor.length > LONGEST_CURSOR) return null
      const match = /^([\w-]+)~([\w-]+)~(\d{1,15})~([\w-]{22})$/.exec(Buffer.from(cursor, 'base64url').toString())
      if (match === null) return null
      const [, epoch = '', journeyId = '', sequence = '', signature = ''] = match
      const signed = toSigned(principal, `${epoch}~${journeyId}~${sequence}`)
      const isOurs = sign(signed).some((known) =>
        timingSafeEqual(Buffer.from(known.slice(0, 22)), Buffer.from(signature)),
      )
      return isOurs ? { epoch, journeyId: journeyId as JourneyId, sequence: Number(sequence) } : null
    },
  }
}
