/** The work-list: who is to be assessed, and how far each source of their data is, as it happens. */
import { useEffect, useMemo, useRef, useState } from 'react'
import { formatDay } from '../format/date.ts'
import { formatCount } from '../format/number.ts'
import { toName } from '../format/word.ts'
import { useAnswer } from '../graph/use-answer.ts'
import { type RowMove, toRowKey, useLiveRows } from '../graph/use-live-rows.ts'
import { WorkListPageDocument } from '../operations.ts'
import { Notice } from '../part/notice.tsx'
import { Skeleton } from '../part/panel.tsx'
import { ScreenTitle } from '../part/screen-title.tsx'
import { SourceChip } from '../part/source-chip.tsx'
import { TroubleNotice } from '../part/trouble-notice.tsx'
import { toHash } from '../route.ts'
import { useLater } from '../use-later.ts'

const PAGE = 25

export function WorkListScreen() {
  const [text, setText] = useState('')
  const [isNewestFirst, setNewestFirst] = useState(false)
  const [after, setAfter] = useState<readonly string[]>([])
  const wanted = useLater(text.trim(), 250)
  // A reference has no spaces; a name that looks like one is rare.
  const where =
    wanted === '' ? {} : /^[A-Z]+-/i.test(wanted) ? { referencePrefix: wanted.toUpperCase() } : { nameContains: wanted }
  const { data, troubles, isLoading, ask } = useAnswer(WorkListPageDocument, {
    first: PAGE,
    after: after.at(-1) ?? null,
    where,
    orderBy: isNewestFirst ? 'CREATED_DESC' : 'CREATED_ASC',
  })
  const list = data?.applicants ?? null
  const rows = useMemo(() => list?.nodes ?? [], [list])
  const { moves, isLive } = useLiveRows(rows.map(({ id }) => id))

  // What has begun or ended since the list was read is read again, once: only then is it known what came of it.
  const behind = rows
    .flatMap((row) => row.sources.flatMap(({ kind, journey }) => toBehind(journey, moves.get(toRowKey(row.id, kind)))))
    .join(' ')
  const askedFor = useRef('')
  useEffect(() => {
    if (behind === '' || isLoading || askedFor.current === behind) return
    // Moves come in bursts.
    const timer = setTimeout(() => {
      askedFor.current = behind
      ask()
    }, 300)
    return () => clearTimeout(timer)
  }, [behind, isLoading, ask])

  const [trouble] = troubles
  return (
    <>
      <ScreenTitle
        title="Work-list"
        note={list === null ? null : <LineState isLive={isLive} count={list.totalCount} />}
      >
        <a className="button button-main" href="#/start">
          New journey
        </a>
      </ScreenTitle>
      <div className="toolbar" role="search" aria-label="Applicants">
        <label className="field-inline field-search">
          <span>Find</span>
          <input
            type="search"
            placeholder="Name, or LN-1001"
            value={text}
            onChange={(event) => {
              setText(event.target.value)
              setAfter([])
            }}
          />
        </label>
        <label className="field-inline">
          <span>Order</span>
          <select
            value={isNewestFirst ? 'newest' : 'oldest'}
            onChange={(event) => {
              setNewestFirst(event.target.value === 'newest')
              setAfter([])
            }}
          >
            <option value="oldest">Oldest first</option>
            <option value="newest">Newest first</option>
          </select>
        </label>
      </div>
      {trouble === undefined ? null : <TroubleNotice trouble={trouble} what="The work-list" onRetry={ask} />}
      {list === null && isLoading ? <Skeleton lines={10} label="Reading the work-list" /> : null}
      {list !== null && rows.length === 0 ? (
        <Notice tone="calm" title={wanted === '' ? 'Nobody is waiting' : `Nobody matches “${wanted}”`}>
          {wanted === ''
            ? 'Start a journey, and the applicant appears here.'
            : 'Try a part of the name, or the reference.'}
        </Notice>
      ) : null}
      {rows.length === 0 ? null : (
        <ul className="rows" aria-label="Applicants">
          {rows.map(({ id, name, reference, createdAt, sources }) => (
            <li key={id} className="row">
              <a className="row-name" href={toHash({ screen: 'applicant', applicantId: id })}>
                {name === null ? reference : toName(name)}
              </a>
              <span className="row-reference" title={reference}>
                {reference}
              </span>
              <span className="row-date">since {formatDay(createdAt.slice(0, 10))}</span>
              <span className="row-sources">
                {sources
                  .filter(({ status, kind }) => status !== 'NOT_STARTED' || moves.has(toRowKey(id, kind)))
                  .map((source) => (
                    <SourceChip key={source.kind} source={source} move={moves.get(toRowKey(id, source.kind)) ?? null} />
                  ))}
                {sources.every(({ status }) => status === 'NOT_STARTED') ? (
                  <span className="quiet">nothing asked for yet</span>
                ) : null}
              </span>
              <a className="row-action" href={toHash({ screen: 'progress', applicantId: id })}>
                Progress<span className="hidden"> of {name === null ? reference : toName(name)}</span>
              </a>
            </li>
          ))}
        </ul>
      )}
      {list === null || (after.length === 0 && !list.pageInfo.hasNextPage) ? null : (
        <div className="pager">
          <button
            type="button"
            className="button"
            disabled={after.length === 0}
            onClick={() => setAfter(after.slice(0, -1))}
          >
            Back
          </button>
          <button
            type="button"
            className="button"
            disabled={!list.pageInfo.hasNextPage}
            onClick={() => setAfter([...after, list.pageInfo.endCursor ?? ''])}
          >
            Further
          </button>
        </div>
      )}
    </>
  )
}

function LineState({ isLive, count }: { readonly isLive: boolean; readonly count: number }) {
  return (
    <>
      {formatCount(count)} {count === 1 ? 'applicant' : 'applicants'}
      <span className="line-state" data-line={isLive ? 'live' : 'lost'}>
        {isLive ? 'Live' : 'Connecting'}
      </span>
    </>
  )
}

/** Names the move when the list knows less than it says; empty when both agree. */
function toBehind(
  journey: { readonly id: string; readonly status: string } | null,
  move: RowMove | undefined,
): string[] {
  if (move === undefined) return []
  const isSame = move.journey.id === journey?.id
  const isNews = isSame ? move.isTerminal && journey?.status !== move.status : !move.isTerminal
  return isNews ? [`${move.journey.id}:${move.isTerminal}`] : []
}
