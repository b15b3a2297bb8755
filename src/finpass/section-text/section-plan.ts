/**
 * What is to be found in a body some of whose sections are left as text: its wire schema once more, with keys by their bytes. Made
 * once for each kind of body, and says nothing of any answer.
 */
import type { z } from 'zod'
import { type Piece, toPiece } from '../json-byte.ts'
import { ANYTHING, type Place, toPlace } from '../plain-fit.ts'

/** What may stand in one place. */
export interface SectionPlan {
  /** The kinds of leaf that may, as in `plain-fit.ts`. */
  readonly leaves: number
  /** Null when no object may; in the order in which Finpass sends them they are found fastest. */
  readonly keys: readonly PlannedKey[] | null
  /** What stands under every other key. */
  readonly values: SectionPlan
  /** What the elements of a list are; null when no list may stand here. */
  readonly element: SectionPlan | null
  /** An object here is left as text. */
  readonly isLeft: boolean
}
export interface PlannedKey {
  readonly name: string
  /** The key as it stands in a body, with quotes and colon. */
  readonly piece: Piece
  /** Among those of its object. */
  readonly place: number
  readonly plan: SectionPlan
}

/** Plans bodies of `schema`, bare or under `data`, with every object that stands under a key of `left`, where `schema` has it, left as text. */
export function planSections(schema: z.ZodType, left: readonly string[]): SectionPlan {
  const payload = toPlan(toPlace(schema), new Set(left), false)
  const data = { name: 'data', piece: toKeyPiece('data'), plan: payload }
  return { ...payload, keys: [data, ...(payload.keys ?? [])].map((each, place) => ({ ...each, place })) }
}

/** Where anything fits. */
export const ANY_PLAN = createAnyPlan()

function createAnyPlan(): SectionPlan {
  const plan: { -readonly [Part in keyof SectionPlan]: SectionPlan[Part] | null } = {
    leaves: ANYTHING,
    keys: [],
    values: null,
    element: null,
    isLeft: false,
  }
  plan.values = plan as SectionPlan
  plan.element = plan as SectionPlan
  return plan as SectionPlan // all of it is set now
}

function toPlan(place: Place, left: ReadonlySet<string>, isLeft: boolean): SectionPlan {
  if (place.leaves === ANYTHING) return ANY_PLAN
  return {
    leaves: place.leaves,
    keys:
      place.keys?.map(({ name, place: below }, at) => ({
        name,
        piece: toKeyPiece(name),
        place: at,
        plan: toPlan(below, left, left.has(name)),
      })) ?? null,
    values: place.values === null ? ANY_PLAN : toPlan(place.values, left, false),
    element: place.element === null ? null : toPlan(place.element, left, false),
    isLeft,
  }
}

function toKeyPiece(name: string): Piece {
  return toPiece(new TextEncoder().encode(`${JSON.stringify(name)}:`))
}
