/** One source in a row of the work-list: its kind, and how far it is; a running one with its share done. */
import { SHORT_KINDS, SOURCE_STATUSES, STATUSES } from '../format/word.ts'
import type { RowMove } from '../graph/use-live-rows.ts'
import type { WorkListPageQuery } from '../operations.ts'

type RowSource = WorkListPageQuery['applicants']['nodes'][number]['sources'][number]

export interface SourceChipProps {
  readonly source: RowSource
  /** What came in live since the list was read. */
  readonly move: RowMove | null
}

export function SourceChip({ source: { kind, status, failure, journey }, move }: SourceChipProps) {
  const isRunning = move === null ? status === 'PENDING' : !move.isTerminal
  const percent = move === null ? (journey?.percent ?? 0) : move.percent
  const journeyStatus = move?.status ?? journey?.status
  const words = isRunning && journeyStatus !== undefined ? STATUSES[journeyStatus] : SOURCE_STATUSES[status]
  return (
    <span className="chip" data-state={isRunning ? 'running' : status.toLowerCase()} title={failure?.code ?? words}>
      <span className="chip-dot" aria-hidden="true" />
      <span>{SHORT_KINDS[kind]}</span>
      <span className="chip-words">
        {words}
        {isRunning ? ` · ${percent} %` : ''}
      </span>
    </span>
  )
}
