/**
 * The journeys of one applicant, live: reads what was recorded, then follows. While the network is away nothing is asked;
 * when it is back the watch goes on behind the last step that was seen, so nothing in between is missing.
 */
import { useCallback, useEffect, useRef, useState } from 'react'
import { watchApplicant } from '../../../../client/watch.ts'
import { JourneyBoardDocument } from '../operations.ts'
import { type Board, addStep, findGaps, joinRead } from './board.ts'
import { GRAPH_PATH } from './client.ts'
import { type Trouble, toTroubles } from './trouble.ts'
import { usePlace } from './use-graph.ts'

export type LineState = 'connecting' | 'live' | 'lost' | 'off'

export interface LiveBoard {
  readonly name: string | null
  readonly reference: string | null
  readonly board: Board
  readonly line: LineState
  readonly trouble: Trouble | null
  readonly isLoading: boolean
  reload(): void
}

export function useBoard(applicantId: string, isOn: boolean): LiveBoard {
  const { graph } = usePlace()
  const [board, setBoard] = useState<Board>([])
  const [who, setWho] = useState<{ readonly name: string | null; readonly reference: string } | null>(null)
  const [line, setLine] = useState<LineState>('connecting')
  const [trouble, setTrouble] = useState<Trouble | null>(null)
  const [turn, setTurn] = useState(0)
  const cursor = useRef<string | null>(null)

  const read = useCallback(async () => {
    const { data, error } = await graph.client.query(JourneyBoardDocument, { applicantId }).toPromise()
    const [first = null] = toTroubles(error)
    const applicant = data?.applicant ?? null
    if (applicant !== null) {
      setWho({ name: applicant.name, reference: applicant.reference })
      setBoard((board) => joinRead(board, applicant.journeys))
    }
    setTrouble(first)
  }, [graph, applicantId])

  useEffect(() => {
    setBoard([])
    setWho(null)
    cursor.current = null
  }, [graph, applicantId])

  useEffect(() => {
    if (isOn) void read()
  }, [isOn, read, turn])

  // A watch begins with how things stand; what led there was recorded, and is read. So is when a link lapses.
  const isIncomplete = board.some((journey) => findGaps(journey).length > 0 || isWithoutLapse(journey))
  useEffect(() => {
    if (isIncomplete && isOn) void read()
  }, [isIncomplete, isOn, read])

  useEffect(() => {
    if (!isOn) {
      setLine('off')
      return
    }
    const leaving = new AbortController()
    const steps = watchApplicant({
      url: new URL(GRAPH_PATH, location.href).href,
      token: () => graph.session.token(),
      applicantId,
      after: cursor.current,
      signal: leaving.signal,
      onState: ({ state }) => setLine(state === 'open' ? 'live' : state === 'waiting' ? 'lost' : 'connecting'),
    })
    async function follow(): Promise<void> {
      for await (const step of steps) {
        cursor.current = step.cursor
        setBoard((board) => addStep(board, step))
      }
    }
    follow().catch((thrown: unknown) => {
      if (leaving.signal.aborted) return
      const message = thrown instanceof Error ? thrown.message : 'The watch ended.'
      const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'UNKNOWN'
      setTrouble({ code, message, advice: null, scope: null, field: null })
      setLine('lost')
    })
    return () => leaving.abort()
  }, [graph, applicantId, isOn])

  const reload = useCallback(() => setTurn((turn) => turn + 1), [])
  return {
    name: who?.name ?? null,
    reference: who?.reference ?? null,
    board,
    line,
    trouble,
    isLoading: who === null && trouble === null,
    reload,
  }
}

function isWithoutLapse({ status, expiresAt, kind }: Board[number]): boolean {
  return kind !== 'ITR' && expiresAt === null && (status === 'INITIATED' || status === 'CONSENT_PENDING')
}
