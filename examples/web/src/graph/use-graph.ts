/** The graph of the present session, for every component below. */
import { createContext, useContext } from 'react'
import type { Graph } from './client.ts'
import type { Desk } from './desk.ts'

export interface Place {
  readonly graph: Graph
  readonly desk: Desk
  /** What the caller may do; null until it is known. */
  readonly scopes: readonly string[] | null
  /** Looks on as this role. */
  changeRole(name: string): void
}

export const PlaceContext = createContext<Place | null>(null)

/** Throws outside of the app. */
export function usePlace(): Place {
  const place = useContext(PlaceContext)
  if (place === null) throw new Error('no place')
  return place
}
