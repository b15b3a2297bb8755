/** How a journey ended: success said clearly, failure said kindly, each with what to do next. */
import { useState } from 'react'
import { lookAgain } from '../graph/start-journey.ts'
import type { BoardJourney } from '../graph/board.ts'
import type { Trouble } from '../graph/trouble.ts'
import { usePlace } from '../graph/use-graph.ts'
import { toHash } from '../route.ts'
import { Notice } from './notice.tsx'
import { RetryForm } from './retry-form.tsx'
import { TroubleNotice } from './trouble-notice.tsx'

interface Ending {
  readonly title: string
  readonly text: string
}

const DECLINED: Ending = {
  title: 'The borrower declined',
  text: 'That is their right, and no mark against them. Ask for statements in another way, or explain and ask again.',
}
const LAPSED: Ending = {
  title: 'The consent link lapsed',
  text: 'The borrower did not answer in time. Send a new link when they have a moment.',
}

// By its reason first: Finpass may say FAILED, and only then why.
const BY_CODE: Readonly<Record<string, Ending>> = {
  CONSENT_DENIED: DECLINED,
  JOURNEY_EXPIRED: LAPSED,
  FINPASS_CREDENTIALS: {
    title: 'The tax portal refused the password',
    text: 'Nothing is wrong with the application. Ask the applicant to check the password, then try once more.',
  },
  CONSENT_REVOKED: {
    title: 'The borrower took the consent back',
    text: 'Nothing may be read any more. Ask what was unclear, then ask for fresh consent.',
  },
  FINPASS_DATA_NOT_FOUND: {
    title: 'No account was found',
    text: 'Consent was given, but the bank has no account under this mobile number. Check the number, then ask again.',
  },
  FINPASS_FETCH_FAILED: {
    title: 'The bank did not send the statements',
    text: 'This is on the side of the bank, and often passes. Ask again later.',
  },
}

const BY_STATUS: Readonly<Partial<Record<BoardJourney['status'], Ending>>> = {
  CONSENT_DENIED: DECLINED,
  EXPIRED: LAPSED,
  TIMED_OUT: {
    title: 'This took too long',
    text: 'Finpass has not finished yet. It may still: look again, nothing is billed for that.',
  },
}

const OTHER: Ending = {
  title: 'This ended without data',
  text: 'Start it again, or ask the applicant for documents.',
}

export interface JourneyEndProps {
  readonly journey: BoardJourney
  readonly applicantId: string
  /** Of the applicant, as registered. */
  readonly name: string | null
}

export function JourneyEnd({ journey, applicantId, name }: JourneyEndProps) {
  const { kind, status, failure } = journey
  if (status === 'COMPLETED') {
    return (
      <Notice
        tone="good"
        title={kind === 'ITR' ? 'The tax returns are here' : 'The bank statements are here'}
        isLive
        actions={
          <a className="button button-main" href={toHash({ screen: 'applicant', applicantId })}>
            See the result
          </a>
        }
      >
        Read and checked. You can close this page.
      </Notice>
    )
  }
  const ending = BY_CODE[failure?.code ?? ''] ?? BY_STATUS[status] ?? OTHER
  return (
    <>
      <Notice
        tone={status === 'FAILED' && ending !== DECLINED && ending !== LAPSED ? 'bad' : 'warn'}
        title={ending.title}
        isLive
      >
        {ending.text} {failure === null ? null : <code className="code">{failure.code}</code>}
      </Notice>
      {status === 'TIMED_OUT' ? (
        <LookAgain journeyId={journey.id} />
      ) : (
        <RetryForm kind={kind} applicantId={applicantId} name={name} />
      )}
    </>
  )
}

function LookAgain({ journeyId }: { readonly journeyId: string }) {
  const { graph } = usePlace()
  const [isBusy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<Trouble | null>(null)
  return (
    <div className="stack">
      <button
        type="button"
        className="button button-main"
        disabled={isBusy}
        onClick={() => {
          setBusy(true)
          void lookAgain(graph.client, journeyId).then((outcome) => {
            setBusy(false)
            setTrouble('trouble' in outcome ? outcome.trouble : null)
          })
        }}
      >
        {isBusy ? 'Looking…' : 'Look again'}
      </button>
      {trouble === null ? null : <TroubleNotice trouble={trouble} />}
    </div>
  )
}
