/** A trouble of the graph in friendly words: what it means here, what to do, and its code for whoever has to look it up. */
import { isAboutToken, type Trouble } from '../graph/trouble.ts'
import { Notice } from './notice.tsx'

const TITLES: Readonly<Record<string, string>> = {
  NETWORK: 'The gateway cannot be reached',
  AUTH_SCOPE: 'Your role does not see this',
  AUTH_REQUIRED: 'The gateway wants a token',
  AUTH_INVALID: 'The token does not hold any more',
  APPLICANT_NOT_FOUND: 'There is no such applicant',
  APPLICANT_ERASED: 'This applicant was erased',
  FINPASS_CREDENTIALS: 'The tax portal refused the password',
  LIMIT_LOGINS: 'Too many attempts to log in',
  LIMIT_REQUESTS: 'Too many requests in a minute',
}

export interface TroubleNoticeProps {
  readonly trouble: Trouble
  /** What could not be shown, as the beginning of a sentence: "The analysis". */
  readonly what?: string
  readonly onRetry?: () => void
}

export function TroubleNotice({ trouble, what, onRetry }: TroubleNoticeProps) {
  const { code, message, advice, scope } = trouble
  const title = TITLES[code] ?? (what === undefined ? message : `${what} could not be read`)
  const text =
    code === 'AUTH_SCOPE' && scope !== null
      ? `It needs the scope ${scope}. Choose another role above to see it.`
      : [isSaid(title, message) ? null : message, advice].filter((part) => part !== null).join(' ')
  const isOfUse = onRetry !== undefined && code !== 'AUTH_SCOPE' && !isAboutToken(trouble)
  return (
    <Notice
      tone={code === 'AUTH_SCOPE' ? 'calm' : 'bad'}
      title={title}
      isLive
      {...(isOfUse
        ? {
            actions: (
              <button type="button" className="button" onClick={onRetry}>
                Try again
              </button>
            ),
          }
        : {})}
    >
      {text} <code className="code">{code}</code>
    </Notice>
  )
}

function isSaid(title: string, message: string): boolean {
  return message.replace(/\.$/, '') === title
}
