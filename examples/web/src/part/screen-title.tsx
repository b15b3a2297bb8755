/** The heading of a screen. It is where a reader lands who came by keyboard, and what the window is called. */
import { type ReactNode, useEffect, useRef } from 'react'

export interface ScreenTitleProps {
  readonly title: string
  readonly note?: ReactNode
  /** What can be done from here. */
  readonly children?: ReactNode
}

export function ScreenTitle({ title, note, children }: ScreenTitleProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = `${title} · Credit desk`
  }, [title])
  useEffect(() => {
    // Not on the first page of a visit: there a reader begins at the top by themselves.
    if (document.activeElement !== document.body || history.length > 2) heading.current?.focus({ preventScroll: true })
  }, [])
  return (
    <div className="screen-head">
      <div>
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {note === undefined || note === null ? null : <p className="screen-note">{note}</p>}
      </div>
      {children === undefined ? null : <div className="screen-actions">{children}</div>}
    </div>
  )
}
