/** Pages of a connection: what may be asked, and what a page says of its neighbours. */
import { Failure } from '../domain/failure.ts'
import { builder } from './builder.ts'

/** The largest page. */
export const LARGEST_PAGE = 200
const DEFAULT_PAGE = 50

export interface PageArguments {
  readonly first?: number | null | undefined
  readonly after?: string | null | undefined
  readonly last?: number | null | undefined
  readonly before?: string | null | undefined
}

/** A page as it is read: so many entries, from a cursor on or up to it. */
export interface Page {
  readonly size: number
  readonly isBackward: boolean
  readonly cursor: string | null
}

export interface PageInfo {
  readonly hasNextPage: boolean
  readonly hasPreviousPage: boolean
  readonly startCursor: string | null
  readonly endCursor: string | null
}

/** Reads the arguments of a connection. Throws `PAGE_SIZE` outside 1 to 200, `PAGE_DIRECTION` when both directions are mixed. */
export function parsePage({ first, after, last, before }: PageArguments): Page {
  const isBackward = last != null
  if (isBackward ? first != null || after != null : before != null) throw new Failure('PAGE_DIRECTION')
  const size = (isBackward ? last : first) ?? DEFAULT_PAGE
  if (size < 1 || size > LARGEST_PAGE) {
    throw new Failure('PAGE_SIZE', {
      message: `${isBackward ? 'last' : 'first'} is ${size}; it must be 1 to ${LARGEST_PAGE}.`,
    })
  }
  return { size, isBackward, cursor: (isBackward ? before : after) ?? null }
}

/** What is inside a cursor: printable parts, joined so that none can run into the next. */
export function encodeCursor(...parts: readonly string[]): string {
  return Buffer.from(parts.join('~')).toString('base64url')
}

/** Reads a cursor of `count` parts whose first is `kind`; throws `CURSOR_INVALID` for one of another list or order. */
export function decodeCursor(cursor: string, kind: string, count: number): readonly string[] {
  const plain = cursor.length <= 400 ? Buffer.from(cursor, 'base64url').toString() : ''
  const parts = plain.split('~')
  if (parts.length !== count || parts[0] !== kind || encodeCursor(...parts) !== cursor)
    throw new Failure('CURSOR_INVALID')
  return parts
}

export const PageInfoRef = builder.objectRef<PageInfo>('PageInfo')
PageInfoRef.implement({
  description: 'Where a page stands in its list.',
  fields: (t) => ({
    hasNextPage: t.exposeBoolean('hasNextPage', { description: 'True when more entries follow this page.' }),
    hasPreviousPage: t.exposeBoolean('hasPreviousPage', { description: 'True when entries come before this page.' }),
    startCursor: t.exposeString('startCursor', {
      nullable: true,
      description: 'Cursor of the first entry: pass it as before. Null on an empty page.',
    }),
    endCursor: t.exposeString('endCursor', {
      nullable: true,
      description: 'Cursor of the last entry: pass it as after. Null on an empty page.',
    }),
  }),
})
