/** Cursors that the gateway takes for its own, made with its own key, to places it never gave out. */
import { parseGlobalId, type TenantId } from '../../../../src/domain/ids.ts'
import { type Principal, UNBOUND } from '../../../../src/domain/principal.ts'
import { createCursors } from '../../../../src/journeys/cursor.ts'
import { createSeal } from '../../../../src/platform/seal.ts'
import { TENANT } from '../../../support/store-record.ts'
import { CLUSTER_KEY } from './cluster.ts'

export interface ForgedCursor {
  readonly subject: string
  readonly tenant?: string
  readonly epoch: string
  /** Global id. */
  readonly journeyId: string
  readonly sequence: number
}

export function forgeCursor({ subject, tenant = TENANT, epoch, journeyId, sequence }: ForgedCursor): Promise<string> {
  const seal = createSeal([CLUSTER_KEY])
  const cursors = createCursors({
    readEpoch: () => Promise.resolve(epoch),
    sign: (text) => seal.lookupHashes(text, 'cursor'),
  })
  const principal: Principal = { ...UNBOUND, subject, tenant: tenant as TenantId, scopes: new Set(), expiresAt: null } // any text is one
  return cursors.encode(principal, parseGlobalId('Journey', journeyId), sequence)
}

/** The journal that a cursor of the gateway is a place in. */
export function readEpochOf(cursor: string): string {
  const [epoch = ''] = Buffer.from(cursor, 'base64url').toString().split('~')
  return epoch
}
