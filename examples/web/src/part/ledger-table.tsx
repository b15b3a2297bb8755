/** The lines in a window of their own: only those in sight are drawn, the next page is asked for before its end is reached. */
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import { formatDay } from '../format/date.ts'
import type { LedgerLine } from '../graph/use-ledger.ts'
import { useNarrow } from '../use-narrow.ts'
import { Money, Unknown } from './money.tsx'

const WIDE_ROW = 40
const NARROW_ROW = 66
/** Lines before the end at which the next page is asked for. */
const AHEAD = 80

export interface LedgerTableProps {
  readonly lines: readonly LedgerLine[]
  readonly totalCount: number
  readonly hasMore: boolean
  readonly onMore: () => void
}

export function LedgerTable({ lines, totalCount, hasMore, onMore }: LedgerTableProps) {
  const frame = useRef<HTMLDivElement>(null)
  const isNarrow = useNarrow()
  const size = isNarrow ? NARROW_ROW : WIDE_ROW
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => frame.current,
    estimateSize: () => size,
    overscan: 10,
  })
  const drawn = virtualizer.getVirtualItems()
  const last = drawn.at(-1)?.index ?? 0

  useEffect(() => virtualizer.measure(), [virtualizer, size])
  useEffect(() => {
    if (hasMore && last >= lines.length - AHEAD) onMore()
  }, [hasMore, last, lines.length, onMore])

  return (
    <div
      ref={frame}
      className="ledger-frame"
      role="table"
      aria-label="Transactions"
      aria-rowcount={totalCount + 1}
      // A region that scrolls is reached by keyboard too.
      tabIndex={0}
    >
      <div role="rowgroup" className="ledger-head">
        <div role="row" className="ledger-row" aria-rowindex={1}>
          <span role="columnheader">Date</span>
          <span role="columnheader">Narration</span>
          <span role="columnheader">Mode</span>
          <span role="columnheader" className="number">
            In
          </span>
          <span role="columnheader" className="number">
            Out
          </span>
          <span role="columnheader" className="number">
            Balance
          </span>
        </div>
      </div>
      <div role="rowgroup" className="ledger-body" style={{ height: virtualizer.getTotalSize() }}>
        {drawn.map(({ index, start }) => {
          const line = lines[index]
          return line === undefined ? null : <Line key={line.id} line={line} index={index} top={start} height={size} />
        })}
      </div>
    </div>
  )
}

interface LineProps {
  readonly line: LedgerLine
  readonly index: number
  readonly top: number
  readonly height: number
}

function Line({ line, index, top, height }: LineProps) {
  const { date, narration, mode, type, amount, balance, isRepeat, account } = line
  return (
    <div
      role="row"
      className="ledger-row ledger-line"
      aria-rowindex={index + 2}
      data-type={type.toLowerCase()}
      style={{ transform: `translateY(${top}px)`, height }}
    >
      <span role="cell" className="ledger-date">
        {formatDay(date)}
      </span>
      <span
        role="cell"
        className="ledger-text"
        title={`${narration}\n${account.bankName ?? ''} ${account.maskedNumber}`}
      >
        {narration === '' ? <Unknown words="no narration" /> : narration}
        {isRepeat ? <span className="tag">repeated</span> : null}
      </span>
      <span role="cell" className="ledger-mode">
        {mode ?? <Unknown />}
      </span>
      <span role="cell" className="number ledger-in">
        {type === 'CREDIT' ? <Money amount={amount} /> : null}
      </span>
      <span role="cell" className="number ledger-out">
        {type === 'DEBIT' ? <Money amount={amount} /> : null}
      </span>
      <span role="cell" className="number ledger-balance">
        <Money amount={balance} isSigned />
      </span>
    </div>
  )
}
