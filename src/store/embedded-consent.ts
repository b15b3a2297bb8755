/** The word on a consent in the embedded store, written together with the recall that it may mean. */
import { type ConsentWord, isFinalWord } from '../domain/consent-record.ts'
import type { ApplicantId, JourneyId, TenantId } from '../domain/ids.ts'
import type { ConsentStore } from './consent.ts'
import type { EmbeddedConnection } from './embedded-connection.ts'
import { toTopics } from './embedded-journal.ts'
import { RECALLS_TOPIC, recall } from './embedded-recall.ts'
import type { FeedListeners } from './feed-listener.ts'
import { parseConsentWord, parseText } from './field.ts'

const CURRENT = 'SELECT applicant_id, consent_word FROM journeys WHERE tenant = ? AND id = ?'
const WRITE = 'UPDATE journeys SET consent_word = ?, restated = restated + 1 WHERE tenant = ? AND id = ?'
const RESTATE = 'UPDATE applicants SET restated = restated + 1 WHERE tenant = ? AND id = ?'

/** The part of the store that keeps what was said of a consent, over an open connection. */
export function createEmbeddedConsents(connection: EmbeddedConnection, listeners: FeedListeners): ConsentStore {
  const { prepare, transact } = connection

  /** Whose journey it is; null when nothing was written. */
  function write(tenant: TenantId, id: JourneyId, word: ConsentWord): ApplicantId | null {
    const row = prepare(CURRENT).get(tenant, id)
    if (row === undefined) return null
    const before = parseConsentWord(row.consent_word ?? null, 'consent_word')
    if (before !== null && isFinalWord(before.state)) return null
    const applicantId = parseText(row.applicant_id, 'applicant_id') as ApplicantId // written by us from one
    prepare(WRITE).run(JSON.stringify(word), tenant, id)
    prepare(RESTATE).run(tenant, applicantId)
    if (word.state !== 'ACTIVE') recall(connection, tenant, id, word.at)
    return applicantId
  }

  return {
    async writeConsentWord(tenant, id, word) {
      const applicantId = await transact(() => write(tenant, id, word))
      if (applicantId === null) return false
      listeners.announce([RECALLS_TOPIC, ...toTopics({ tenant, applicantId }, id)])
      return true
    },
  }
}
