/** The underwriter's page: the whole picture of an applicant from one query, and the ledger to look things up in. */
import { useMemo } from 'react'
import { toName } from '../format/word.ts'
import type { Trouble } from '../graph/trouble.ts'
import { useAnswer } from '../graph/use-answer.ts'
import { UnderwriterPageDocument, type UnderwriterPageQuery } from '../operations.ts'
import { Accounts } from '../part/accounts.tsx'
import { CashFlow } from '../part/cash-flow.tsx'
import { Figures } from '../part/figures.tsx'
import { Flags } from '../part/flags.tsx'
import { Identity } from '../part/identity.tsx'
import { Income } from '../part/income.tsx'
import { Ledger } from '../part/ledger.tsx'
import { Skeleton } from '../part/panel.tsx'
import { ScreenTitle } from '../part/screen-title.tsx'
import { Sources } from '../part/sources.tsx'
import { Tax } from '../part/tax.tsx'
import { TroubleNotice } from '../part/trouble-notice.tsx'
import { toHash } from '../route.ts'

export type Picture = NonNullable<UnderwriterPageQuery['applicant']>

export function UnderwriterScreen({ applicantId }: { readonly applicantId: string }) {
  const { data, troubles, isLoading, ask } = useAnswer(
    UnderwriterPageDocument,
    useMemo(() => ({ applicantId }), [applicantId]),
  )
  const picture = data?.applicant ?? null
  const general = troubles.filter(({ field }) => field === null || picture === null)
  const [first] = general

  if (picture === null) {
    return (
      <>
        <ScreenTitle title="Applicant" />
        {first === undefined ? <Skeleton lines={14} label="Reading everything about the applicant" /> : null}
        {first === undefined ? null : <TroubleNotice trouble={first} what="The applicant" onRetry={ask} />}
      </>
    )
  }
  const { name, reference, sources } = picture
  const hasLedger = picture.bankAccounts !== null
  return (
    <>
      <ScreenTitle title={name === null ? reference : toName(name)} note={reference}>
        <a className="button" href={toHash({ screen: 'progress', applicantId })}>
          Progress
        </a>
        <button type="button" className="button" onClick={ask} disabled={isLoading}>
          {isLoading ? 'Reading…' : 'Read again'}
        </button>
      </ScreenTitle>
      {toOwnTroubles(troubles).map((trouble) => (
        <TroubleNotice
          key={`${trouble.field ?? ''} ${trouble.code}`}
          trouble={trouble}
          what={toWhat(trouble)}
          onRetry={ask}
        />
      ))}
      <Figures picture={picture} />
      <div className="picture">
        <div className="picture-main">
          <Income filings={picture.itrFilings} sources={sources} />
          <CashFlow accounts={picture.bankAccounts} sources={sources} />
          <Tax filings={picture.itrFilings} demands={picture.outstandingDemands} />
          <Accounts accounts={picture.bankAccounts} sources={sources} />
        </div>
        <div className="picture-side">
          <Identity picture={picture} />
          <Sources sources={sources} />
          <Flags analysis={picture.bsaAnalysis} />
        </div>
      </div>
      {hasLedger ? <Ledger applicantId={applicantId} accounts={picture.bankAccounts} /> : null}
    </>
  )
}

/** A source that could not be read is said once, beside the sources; here stands what is about the caller. */
function toOwnTroubles(troubles: readonly Trouble[]): readonly Trouble[] {
  const ofTheCaller = troubles.filter(({ code }) => !code.startsWith('FINPASS_'))
  return [...new Map(ofTheCaller.map((trouble) => [`${trouble.code} ${trouble.scope ?? ''}`, trouble])).values()]
}

const WHATS: Readonly<Record<string, string>> = {
  bsaAnalysis: 'The analysis',
  itrFilings: 'The tax returns',
  bankAccounts: 'The accounts',
  taxProfile: 'The tax profile',
}

function toWhat({ field }: Trouble): string {
  return WHATS[field ?? ''] ?? 'A part of the page'
}
