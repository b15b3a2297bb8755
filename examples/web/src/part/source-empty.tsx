/** Why a panel has nothing to show: by how its source stands, in words. */
import type { JourneyKind } from '../operations.ts'
import type { Picture } from '../screen/underwriter.tsx'

const WORDS: Readonly<Record<string, string>> = {
  NOT_STARTED: 'Nobody has asked for this yet.',
  PENDING: 'Still under way. It appears here when it is there.',
  FAILED: 'The reading ended without data; the panel Sources says why.',
  UNAVAILABLE: 'Finpass could not be read just now; the panel Sources says why. The rest of the page is whole.',
  READY: 'Finpass gave nothing of this.',
}

export interface SourceEmptyProps {
  readonly sources: Picture['sources']
  /** The kinds of journey that could have brought it. */
  readonly kinds: readonly JourneyKind[]
}

export function SourceEmpty({ sources, kinds }: SourceEmptyProps) {
  const states = sources.filter(({ kind }) => kinds.includes(kind)).map(({ status }) => status)
  const state = ['UNAVAILABLE', 'PENDING', 'FAILED', 'READY'].find((each) => states.some((status) => status === each))
  return (
    <p className="empty" data-state={state ?? 'NOT_STARTED'}>
      {WORDS[state ?? 'NOT_STARTED']}
    </p>
  )
}
