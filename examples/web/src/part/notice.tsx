/** Says what happened and what to do next: a source that failed, a network that is away, a list that is empty. */
import type { ReactNode } from 'react'
import { Icon, type IconName } from './icon.tsx'

export type Tone = 'bad' | 'warn' | 'good' | 'calm'

const ICONS: Readonly<Record<Tone, IconName>> = { bad: 'cross', warn: 'flag', good: 'check', calm: 'clock' }

export interface NoticeProps {
  readonly tone: Tone
  readonly title: string
  readonly children?: ReactNode
  /** What can be done about it, as buttons or links. */
  readonly actions?: ReactNode
  /** Read out when it appears. @default false */
  readonly isLive?: boolean
}

export function Notice({ tone, title, children, actions, isLive = false }: NoticeProps) {
  return (
    <div className="notice" data-tone={tone} role={isLive ? (tone === 'bad' ? 'alert' : 'status') : undefined}>
      <Icon name={ICONS[tone]} />
      <div className="notice-text">
        <p className="notice-title">{title}</p>
        {children === undefined ? null : <div className="notice-body">{children}</div>}
      </div>
      {actions === undefined ? null : <div className="notice-actions">{actions}</div>}
    </div>
  )
}
