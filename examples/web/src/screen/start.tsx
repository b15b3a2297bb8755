/** Starting journeys for a made-up person: who it is, what is read and why, and the consent it takes. */
import { useRef, useState } from 'react'
import { toName } from '../format/word.ts'
import { addApplicant, beginBankReading, beginTaxReading, type Outcome } from '../graph/start-journey.ts'
import type { Trouble } from '../graph/trouble.ts'
import { usePlace } from '../graph/use-graph.ts'
import { Panel } from '../part/panel.tsx'
import { PasswordField } from '../part/password-field.tsx'
import { ScreenTitle } from '../part/screen-title.tsx'
import { TroubleNotice } from '../part/trouble-notice.tsx'
import { goTo } from '../route.ts'

/** Any password does, but for personas whose portal refuses it, and the word "wrong". */
const SANDBOX_PASSWORD = 'sandbox'

export function StartScreen() {
  const { desk, graph } = usePlace()
  const [key, setKey] = useState(desk.personas[0]?.key ?? '')
  const [reads, setReads] = useState({ tax: true, bank: true })
  const [password, setPassword] = useState(SANDBOX_PASSWORD)
  const [isBusy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<Trouble | null>(null)
  // Kept until something was started: a second click on a slow line starts nothing twice.
  const keys = useRef({ tax: crypto.randomUUID(), bank: crypto.randomUUID() })
  const applicant = useRef<{ readonly key: string; readonly id: string } | null>(null)
  const persona = desk.personas.find((each) => each.key === key)

  async function start(): Promise<void> {
    if (persona === undefined) return
    setBusy(true)
    setTrouble(null)
    const failed = await startAll()
    setBusy(false)
    if (failed === null && applicant.current !== null) goTo({ screen: 'progress', applicantId: applicant.current.id })
    else setTrouble(failed)
  }

  /** The first trouble; null when everything that was wanted has begun. */
  async function startAll(): Promise<Trouble | null> {
    if (persona === undefined) return null
    const { client } = graph
    if (applicant.current?.key !== persona.key) {
      const added = await addApplicant(client, persona)
      if ('trouble' in added) return added.trouble
      applicant.current = { key: persona.key, id: added.value }
      keys.current = { tax: crypto.randomUUID(), bank: crypto.randomUUID() }
    }
    const applicantId = applicant.current.id
    const outcomes: Outcome<object>[] = []
    if (reads.bank) {
      outcomes.push(
        await beginBankReading(client, { applicantId, mobile: persona.mobile, idempotencyKey: keys.current.bank }),
      )
    }
    if (reads.tax) {
      const login = { username: persona.pan, password, idempotencyKey: keys.current.tax }
      outcomes.push(await beginTaxReading(client, { applicantId, ...login }))
      // A login that was refused is another request the next time, with another password.
      keys.current.tax = crypto.randomUUID()
    }
    const failed = outcomes.flatMap((outcome) => ('trouble' in outcome ? [outcome.trouble] : []))
    return failed[0] ?? null
  }

  return (
    <>
      <ScreenTitle title="New journey" note="Read what an applicant consents to, and watch it arrive." />
      <form
        className="split"
        onSubmit={(event) => {
          event.preventDefault()
          void start()
        }}
      >
        <Panel title="Who" note="Made-up people, each of whom shows something else.">
          <fieldset className="personas">
            <legend className="hidden">Applicant</legend>
            {desk.personas.map(({ key: each, name, title }) => (
              <label key={each} className="persona">
                <input type="radio" name="persona" value={each} checked={each === key} onChange={() => setKey(each)} />
                <span className="persona-name">{toName(name)}</span>
                <span className="persona-title">{title}</span>
              </label>
            ))}
          </fieldset>
        </Panel>
        <div className="stack">
          <Panel title="What is read" note="For this loan application only, and only with consent.">
            <div className="stack">
              <label className="tick">
                <input
                  type="checkbox"
                  checked={reads.bank}
                  onChange={() => setReads({ ...reads, bank: !reads.bank })}
                />
                <span>
                  <b>Bank statements</b>
                  <span>The borrower approves on a page of the Account Aggregator; the banks then send the lines.</span>
                </span>
              </label>
              <label className="tick">
                <input type="checkbox" checked={reads.tax} onChange={() => setReads({ ...reads, tax: !reads.tax })} />
                <span>
                  <b>Tax returns</b>
                  <span>Read from the income-tax portal with the applicant’s own login.</span>
                </span>
              </label>
              {reads.tax ? (
                <PasswordField
                  password={password}
                  onChange={setPassword}
                  hint="Goes to the portal once and is kept nowhere. “wrong” is refused."
                />
              ) : null}
            </div>
          </Panel>
          {trouble === null ? null : <TroubleNotice trouble={trouble} what="The journey" />}
          {trouble !== null && applicant.current !== null ? (
            <a className="button" href={`#/progress/${applicant.current.id}`}>
              See what has begun
            </a>
          ) : null}
          <button
            type="submit"
            className="button button-main button-wide"
            disabled={isBusy || !(reads.tax || reads.bank)}
          >
            {isBusy ? 'Starting…' : `Start for ${persona === undefined ? 'nobody' : toName(persona.name)}`}
          </button>
        </div>
      </form>
    </>
  )
}
