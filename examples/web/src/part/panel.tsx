/** A part of a page under a heading of its own, with a place for what belongs to its head. */
import { type ReactNode, useId } from 'react'

export interface PanelProps {
  readonly title: string
  /** One line of what the reader should know of it. */
  readonly note?: ReactNode
  readonly side?: ReactNode
  readonly className?: string
  readonly children: ReactNode
}

export function Panel({ title, note, side, className = '', children }: PanelProps) {
  const id = useId()
  return (
    <section className={`panel ${className}`} aria-labelledby={id}>
      <header className="panel-head">
        <div>
          <h2 id={id}>{title}</h2>
          {note === undefined ? null : <p className="panel-note">{note}</p>}
        </div>
        {side === undefined ? null : <div className="panel-side">{side}</div>}
      </header>
      {children}
    </section>
  )
}

/** What stands in a panel until its data is there: lines of the height of text. */
export function Skeleton({ lines = 4, label = 'Loading' }: { readonly lines?: number; readonly label?: string }) {
  return (
    <div className="skeleton" role="status" aria-label={label}>
      {Array.from({ length: lines }, (_, index) => (
        <span key={index} />
      ))}
    </div>
  )
}
