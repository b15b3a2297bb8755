/** One journey on the progress screen: how far, what is being done, for how long still; and its end, good or bad, with a next step. */
import { formatClock } from '../format/date.ts'
import { isForBorrower, toWait } from '../format/wait.ts'
import { KINDS, STATUSES, toStepWords } from '../format/word.ts'
import type { BoardJourney, BoardStep } from '../graph/board.ts'
import { toHash } from '../route.ts'
import { Icon } from './icon.tsx'
import { JourneyEnd } from './journey-end.tsx'

export interface JourneyCardProps {
  readonly journey: BoardJourney
  readonly applicantId: string
  /** Of the applicant, as registered. */
  readonly name: string | null
  /** True while the network is away: then nothing is claimed to be going on. */
  readonly isPaused: boolean
  readonly now: number
}

export function JourneyCard({ journey, applicantId, name, isPaused, now }: JourneyCardProps) {
  const { kind, status, percent, isTerminal, consentUrl, accounts, transitions } = journey
  const state = status === 'COMPLETED' ? 'good' : isTerminal ? 'bad' : isPaused ? 'paused' : 'running'
  const headline = toHeadline(journey)
  return (
    <section className="journey" data-state={state} aria-label={KINDS[kind]}>
      <header className="journey-head">
        <h2>{KINDS[kind]}</h2>
        <span className="journey-percent" aria-hidden="true">
          {percent}
          <small> %</small>
        </span>
      </header>
      <progress className="bar" value={percent} max={100} aria-label={`${KINDS[kind]}: share done`} />
      {isTerminal ? (
        <JourneyEnd journey={journey} applicantId={applicantId} name={name} />
      ) : (
        <>
          <p className="journey-now" role="status">
            <span className="pulse" aria-hidden="true" />
            {headline}
          </p>
          <p className="journey-wait">{isPaused ? 'As it was when the network went.' : toWaitWords(journey, now)}</p>
          {consentUrl === null ? null : (
            <a className="button button-main" href={consentUrl} target="_blank" rel="noreferrer">
              <Icon name="out" />
              Open the consent page<span className="hidden"> in a new tab</span>
            </a>
          )}
        </>
      )}
      {accounts.length === 0 ? null : (
        <ul className="banks" aria-label="Banks">
          {accounts.map(({ index, bankName, status }) => (
            <li key={index} data-state={toBankState(status)}>
              <span className="chip-dot" aria-hidden="true" />
              <span>{bankName ?? `Account ${index + 1}`}</span>
              <span className="quiet">{status === 'PROCESSING' ? 'Being analysed' : STATUSES[status]}</span>
            </li>
          ))}
        </ul>
      )}
      <ol className="steps" aria-label="What has happened">
        {transitions.map((step) => (
          <li key={step.sequence} data-sequence={step.sequence}>
            <span className="steps-number">{step.sequence}</span>
            <span>{toLine(step)}</span>
            <span className="steps-percent">{step.percent} %</span>
            <time dateTime={step.observedAt}>{formatClock(step.observedAt)}</time>
          </li>
        ))}
      </ol>
      <p className="journey-foot">
        <a href={toHash({ screen: 'applicant', applicantId })}>See the applicant</a>
      </p>
    </section>
  )
}

function toHeadline({ kind, status, step, accounts }: BoardJourney): string {
  if (isForBorrower({ kind, status, bankCount: accounts.length })) return 'It is the borrower’s turn'
  return step === null ? STATUSES[status] : toStepWords(step)
}

function toLine({ status, step }: BoardStep): string {
  const words = step === null ? null : toStepWords(step)
  return words === null || words === STATUSES[status] ? STATUSES[status] : `${STATUSES[status]} · ${words}`
}

function toWaitWords({ kind, status, percent, accounts, createdAt, expiresAt }: BoardJourney, now: number): string {
  return toWait({
    kind,
    status,
    percent,
    bankCount: accounts.length,
    elapsedMs: now - new Date(createdAt).getTime(),
    lapsesInMs: expiresAt === null ? null : new Date(expiresAt).getTime() - now,
  }).words
}

function toBankState(status: BoardJourney['status']): string {
  if (status === 'COMPLETED') return 'ready'
  return status === 'FAILED' ? 'failed' : 'running'
}
