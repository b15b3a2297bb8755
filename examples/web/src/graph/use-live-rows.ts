/**
 * How far the journeys of the applicants in a list are, live: one subscription for each row, all over one socket. Begins
 * with how things stand, so after a lost connection the rows are right again by themselves.
 */
import { useEffect, useState } from 'react'
import { stringifyDocument } from 'urql'
import { ApplicantMovedDocument, type ApplicantMovedSubscription, type JourneyKind } from '../operations.ts'
import { usePlace } from './use-graph.ts'

export type RowMove = ApplicantMovedSubscription['applicantProgressed']
/** By applicant and kind of journey. */
export type RowMoves = ReadonlyMap<string, RowMove>

export function toRowKey(applicantId: string, kind: JourneyKind): string {
  return `${applicantId} ${kind}`
}

export function useLiveRows(applicantIds: readonly string[]): { readonly moves: RowMoves; readonly isLive: boolean } {
  const { graph } = usePlace()
  const [moves, setMoves] = useState<RowMoves>(new Map())
  const [isLive, setLive] = useState(false)
  const ids = applicantIds.join(' ')

  useEffect(() => {
    const stops = [graph.socket.on('connected', () => setLive(true)), graph.socket.on('closed', () => setLive(false))]
    return () => {
      for (const stop of stops) stop()
    }
  }, [graph])

  useEffect(() => {
    const query = stringifyDocument(ApplicantMovedDocument)
    const stops = ids
      .split(' ')
      .filter((id) => id !== '')
      .map((applicantId) =>
        graph.socket.subscribe<ApplicantMovedSubscription>(
          { query, variables: { applicantId } },
          {
            next({ data }) {
              const move = data?.applicantProgressed
              if (move === undefined) return
              setMoves((moves) => new Map(moves).set(toRowKey(applicantId, move.journey.kind), move))
            },
            // A row that cannot be followed stays as it was read.
            error: () => undefined,
            complete: () => undefined,
          },
        ),
      )
    return () => {
      for (const stop of stops) stop()
    }
  }, [graph, ids])

  return { moves, isLive }
}
