/** Where the page comes from, and what is missing from it and why. A source that failed is shown as such beside the rest. */
import { formatDay, formatInstant } from '../format/date.ts'
import { KINDS, SOURCE_STATUSES } from '../format/word.ts'
import type { Picture } from '../screen/underwriter.tsx'
import { Panel } from './panel.tsx'

export function Sources({ sources }: { readonly sources: Picture['sources'] }) {
  return (
    <Panel title="Sources">
      <ul className="sources">
        {sources
          .filter(({ kind, status }) => kind !== 'BANK_STATEMENT' || status !== 'NOT_STARTED')
          .map((source) => (
            <SourceRow key={source.kind} source={source} />
          ))}
      </ul>
    </Panel>
  )
}

function SourceRow({ source }: { readonly source: Picture['sources'][number] }) {
  const { kind, status, asOf, failure, isMock, journey } = source
  // What is about the whole record, like that it is made up, has no path: no place that could not be read.
  const issues = source.issues.filter(({ path }) => path !== '')
  const consent = journey?.consent ?? null
  return (
    <li className="source" data-state={status === 'PENDING' ? 'running' : status.toLowerCase()}>
      <span className="chip-dot" aria-hidden="true" />
      <div>
        <p className="source-head">
          <span>{KINDS[kind]}</span>
          <span className="source-state">
            {SOURCE_STATUSES[status]}
            {status === 'PENDING' && journey !== null ? `, ${journey.percent} %` : ''}
          </span>
        </p>
        {asOf === null ? null : <p className="source-note">As of {formatInstant(asOf)}</p>}
        {consent === null || consent.expiresAt === null || status !== 'READY' ? null : (
          <p className="source-note">May be read until {formatDay(consent.expiresAt.slice(0, 10))}</p>
        )}
        {consent === null || !['PAUSED', 'REVOKED', 'EXPIRED'].includes(consent.state) ? null : (
          <p className="source-note">Consent {consent.state.toLowerCase()}</p>
        )}
        {failure === null ? null : (
          <p className="source-failure">
            {failure.advice ?? 'Nothing can be done about it here.'} <code className="code">{failure.code}</code>
          </p>
        )}
        {issues.length === 0 ? null : (
          <details className="issues">
            <summary>
              {issues.length} {issues.length === 1 ? 'place' : 'places'} could not be read
            </summary>
            <ul className="plain">
              {issues.map(({ path, problem, count }) => (
                <li key={`${path} ${problem}`}>
                  <code className="code">{path}</code> {problem}
                  {count > 1 ? `, ${count} times` : ''}
                </li>
              ))}
            </ul>
          </details>
        )}
        {isMock === true ? <p className="source-note">Made up: do not lend on it</p> : null}
      </div>
    </li>
  )
}
