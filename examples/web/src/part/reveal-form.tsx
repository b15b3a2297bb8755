/** Asks for the reason before identifiers are shown whole; tells who may not see them what is missing. */
import { useState } from 'react'
import { usePlace } from '../graph/use-graph.ts'

export interface RevealFormProps {
  readonly onReason: (reason: string) => Promise<void>
  readonly onLeave: () => void
}

export function RevealForm({ onReason, onLeave }: RevealFormProps) {
  const { desk, graph, changeRole } = usePlace()
  const [reason, setReason] = useState('')
  const [isBusy, setBusy] = useState(false)
  const able = desk.roles.filter(({ stepsUp }) => stepsUp)
  const isAble = able.some(({ name }) => name === graph.session.role)

  if (!isAble) {
    return (
      <div className="reveal" role="status">
        <p>
          <b>Your token does not show these whole.</b> It lacks the scope <code className="code">pii:read</code>.
        </p>
        <div className="reveal-actions">
          {able.map(({ name, title }) => (
            <button key={name} type="button" className="button" onClick={() => changeRole(name)}>
              Go on as {title.toLowerCase()}
            </button>
          ))}
          <button type="button" className="button button-quiet" onClick={onLeave}>
            Leave masked
          </button>
        </div>
      </div>
    )
  }
  return (
    <form
      className="reveal"
      onSubmit={(event) => {
        event.preventDefault()
        setBusy(true)
        void onReason(reason.trim()).finally(() => setBusy(false))
      }}
    >
      <label className="field">
        <span>Why do you need them?</span>
        <input
          required
          maxLength={200}
          placeholder="Compare with the card"
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </label>
      <div className="reveal-actions">
        <button type="submit" className="button button-main" disabled={isBusy || reason.trim() === ''}>
          {isBusy ? 'Asking…' : 'Show for a minute'}
        </button>
        <button type="button" className="button button-quiet" onClick={onLeave}>
          Leave masked
        </button>
      </div>
    </form>
  )
}
