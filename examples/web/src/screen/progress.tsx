/** The progress screen: every journey of an applicant as it moves, what it waits for, and what to do when it ends badly. */
import { useEffect, useState } from 'react'
import { skipAhead } from '../graph/desk.ts'
import { type LineState, useBoard } from '../graph/use-board.ts'
import { useNetwork } from '../graph/use-online.ts'
import { toName } from '../format/word.ts'
import { JourneyCard } from '../part/journey-card.tsx'
import { Notice } from '../part/notice.tsx'
import { Skeleton } from '../part/panel.tsx'
import { ScreenTitle } from '../part/screen-title.tsx'
import { TroubleNotice } from '../part/trouble-notice.tsx'
import { toHash } from '../route.ts'

const LINES: Readonly<Record<LineState, string>> = {
  connecting: 'Connecting',
  live: 'Live',
  lost: 'Connection lost, trying again',
  off: 'Offline',
}

export function ProgressScreen({ applicantId }: { readonly applicantId: string }) {
  const network = useNetwork()
  const live = useBoard(applicantId, network.isOn)
  const now = useNow()
  const { board, line, trouble } = live
  const isReady = board.length > 0 && board.every(({ isTerminal }) => isTerminal)
  const hasData = board.some(({ status }) => status === 'COMPLETED')

  return (
    <>
      <ScreenTitle
        title={live.name === null ? 'Progress' : toName(live.name)}
        note={
          <>
            {live.reference}
            <span className="line-state" data-line={line} role="status">
              {LINES[line]}
            </span>
          </>
        }
      >
        <a className={`button${hasData ? ' button-main' : ''}`} href={toHash({ screen: 'applicant', applicantId })}>
          {hasData && isReady ? 'See the result' : 'See what is there'}
        </a>
      </ScreenTitle>
      {network.isOn ? null : (
        <Notice tone="warn" title="The network is away" isLive>
          Everything goes on at Finpass. What happens meanwhile is shown as soon as the network is back.
        </Notice>
      )}
      {trouble === null || !network.isOn ? null : (
        <TroubleNotice trouble={trouble} what="The journeys" onRetry={live.reload} />
      )}
      {live.isLoading && network.isOn ? <Skeleton lines={8} label="Reading the journeys" /> : null}
      {!live.isLoading && trouble === null && board.length === 0 ? (
        <Notice
          tone="calm"
          title="Nothing was started for this applicant"
          actions={
            <a className="button" href="#/start">
              New journey
            </a>
          }
        >
          Start a reading of tax returns or bank statements, and it can be watched here.
        </Notice>
      ) : null}
      <div className="journeys">
        {board.map((journey) => (
          <JourneyCard
            key={journey.id}
            journey={journey}
            applicantId={applicantId}
            name={live.name}
            isPaused={!network.isOn}
            now={now}
          />
        ))}
      </div>
      <SandboxTools isCut={network.isCut} onCut={network.cut} />
    </>
  )
}

/** For whoever tries things out: a network that goes away, and time that passes faster. */
function SandboxTools({ isCut, onCut }: { readonly isCut: boolean; readonly onCut: (isCut: boolean) => void }) {
  const [said, say] = useState('')
  const skip = (ms: number, words: string): void => {
    skipAhead(ms).then(
      () => say(`${words} have passed in the sandbox.`),
      () => say('The sandbox did not answer.'),
    )
  }
  return (
    <aside className="tools" aria-label="Try it out">
      <span className="tools-title">Try it out</span>
      <button type="button" className="button button-quiet" aria-pressed={isCut} onClick={() => onCut(!isCut)}>
        {isCut ? 'Bring the network back' : 'Cut the network'}
      </button>
      <button type="button" className="button button-quiet" onClick={() => skip(20_000, '20 seconds')}>
        Skip 20 seconds
      </button>
      <button type="button" className="button button-quiet" onClick={() => skip(1_800_000, '30 minutes')}>
        Skip 30 minutes
      </button>
      <span role="status" className="quiet">
        {said}
      </span>
    </aside>
  )
}

/** The present, once a second: for what is left to wait. */
function useNow(): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000)
    return () => clearInterval(timer)
  }, [])
  return now
}
