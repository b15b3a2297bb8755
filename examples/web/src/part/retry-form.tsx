/** Trying once more after a journey that ended without data: with the password for the tax portal, or with a new consent link. */
import { useRef, useState } from 'react'
import { toName } from '../format/word.ts'
import { beginBankReading, beginTaxReading } from '../graph/start-journey.ts'
import type { Trouble } from '../graph/trouble.ts'
import { usePlace } from '../graph/use-graph.ts'
import type { JourneyKind } from '../operations.ts'
import { PasswordField } from './password-field.tsx'
import { TroubleNotice } from './trouble-notice.tsx'

export interface RetryFormProps {
  readonly kind: JourneyKind
  readonly applicantId: string
  /** Of the applicant: chooses whom the login or the link is for, at first. */
  readonly name: string | null
}

export function RetryForm({ kind, applicantId, name }: RetryFormProps) {
  const { desk, graph } = usePlace()
  const [key, setKey] = useState((desk.personas.find((each) => each.name === name) ?? desk.personas[0])?.key ?? '')
  const [password, setPassword] = useState('')
  const [isOpen, setOpen] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<Trouble | null>(null)
  const idempotencyKey = useRef(crypto.randomUUID())
  const persona = desk.personas.find((each) => each.key === key)

  async function retry(): Promise<void> {
    if (persona === undefined) return
    setBusy(true)
    const { client } = graph
    const outcome =
      kind === 'ITR'
        ? await beginTaxReading(client, {
            applicantId,
            username: persona.pan,
            password,
            idempotencyKey: idempotencyKey.current,
          })
        : await beginBankReading(client, {
            applicantId,
            mobile: persona.mobile,
            idempotencyKey: idempotencyKey.current,
          })
    setBusy(false)
    setPassword('')
    setTrouble('trouble' in outcome ? outcome.trouble : null)
    if ('trouble' in outcome && outcome.trouble.code === 'NETWORK') return
    idempotencyKey.current = crypto.randomUUID()
    setOpen('trouble' in outcome)
  }

  if (!isOpen) {
    return (
      <button type="button" className="button button-main" onClick={() => setOpen(true)}>
        {kind === 'ITR' ? 'Try again with the password' : 'Send a new consent link'}
      </button>
    )
  }
  return (
    <form
      className="stack retry"
      onSubmit={(event) => {
        event.preventDefault()
        void retry()
      }}
    >
      <label className="field">
        <span>{kind === 'ITR' ? 'Log in as' : 'Send the link to'}</span>
        <select value={key} onChange={(event) => setKey(event.target.value)}>
          {desk.personas.map(({ key: each, name, title }) => (
            <option key={each} value={each}>
              {toName(name)}: {title}
            </option>
          ))}
        </select>
      </label>
      {kind === 'ITR' ? <PasswordField password={password} onChange={setPassword} /> : null}
      {trouble === null ? null : <TroubleNotice trouble={trouble} />}
      <button type="submit" className="button button-main" disabled={isBusy}>
        {isBusy ? 'Starting…' : 'Start again'}
      </button>
    </form>
  )
}
