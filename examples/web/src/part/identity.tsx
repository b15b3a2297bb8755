/** Who it is. Identifiers are masked; who may see them whole gives a reason, sees them for a minute, and is on record. */
import { useEffect, useState } from 'react'
import { formatDay } from '../format/date.ts'
import { toName } from '../format/word.ts'
import { type Revealed, reveal } from '../graph/reveal.ts'
import type { Trouble } from '../graph/trouble.ts'
import { usePlace } from '../graph/use-graph.ts'
import type { Picture } from '../screen/underwriter.tsx'
import { Icon } from './icon.tsx'
import { Unknown } from './money.tsx'
import { Panel } from './panel.tsx'
import { RevealForm } from './reveal-form.tsx'
import { TroubleNotice } from './trouble-notice.tsx'

const SHOWN_MS = 60_000

export function Identity({ picture }: { readonly picture: Picture }) {
  const { graph, scopes } = usePlace()
  const [revealed, setRevealed] = useState<Revealed | null>(null)
  const [isAsking, setAsking] = useState(false)
  const [trouble, setTrouble] = useState<Trouble | null>(null)
  const { taxProfile } = picture
  const isWhole = scopes?.includes('pii:read') ?? false

  useEffect(() => {
    if (revealed === null) return
    const timer = setTimeout(() => setRevealed(null), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [revealed])

  async function show(reason: string): Promise<void> {
    const outcome = await reveal(graph, picture.id, reason)
    setTrouble('trouble' in outcome ? outcome.trouble : null)
    if ('value' in outcome) {
      setRevealed(outcome.value)
      setAsking(false)
    }
  }

  const rows: readonly (readonly [title: string, value: string | null | undefined, isSecret: boolean])[] = [
    ['Name at the tax portal', taxProfile?.name == null ? null : toName(taxProfile.name), false],
    ['PAN', revealed?.pan ?? taxProfile?.pan ?? picture.pan, true],
    ['Mobile', revealed?.mobile ?? taxProfile?.mobile ?? picture.mobile, true],
    ['E-mail', revealed?.email ?? taxProfile?.email, true],
    ['Aadhaar', taxProfile?.aadhaar, true],
    ['Born', taxProfile?.dateOfBirth == null ? null : formatDay(taxProfile.dateOfBirth), false],
    ['Lives in', toPlace(taxProfile), false],
  ]
  return (
    <Panel
      title="Applicant"
      side={
        isWhole ? (
          <span className="tag">shown whole</span>
        ) : revealed === null ? (
          <button
            type="button"
            className="button button-quiet"
            aria-expanded={isAsking}
            onClick={() => setAsking(!isAsking)}
          >
            <Icon name="eye" />
            Reveal
          </button>
        ) : (
          <button type="button" className="button button-quiet" onClick={() => setRevealed(null)}>
            Hide again
          </button>
        )
      }
    >
      <dl className="pairs">
        {rows.map(([title, value, isSecret]) =>
          value == null && title !== 'PAN' && title !== 'Mobile' ? null : (
            <div key={title}>
              <dt>{title}</dt>
              <dd className={isSecret ? 'masked' : undefined}>{value ?? <Unknown />}</dd>
            </div>
          ),
        )}
      </dl>
      {isAsking && revealed === null ? <RevealForm onReason={show} onLeave={() => setAsking(false)} /> : null}
      {trouble === null ? null : <TroubleNotice trouble={trouble} what="The identifiers" />}
      {revealed === null ? null : (
        <p className="hint" role="status">
          Shown for a minute. The reading and its reason are in the audit trail. Aadhaar stays masked for everybody.
        </p>
      )}
    </Panel>
  )
}

function toPlace(profile: Picture['taxProfile']): string | null {
  const parts = [profile?.address?.city, profile?.address?.state, profile?.address?.pinCode]
  const known = parts.filter((part) => part != null && part !== '')
  return known.length === 0 ? null : known.join(', ')
}
