/** What the store keeps of a consent beside its journey: the latest word that somebody said of it. */
import type { ConsentWord } from '../domain/consent-record.ts'
import type { JourneyId, TenantId } from '../domain/ids.ts'

export interface ConsentStore {
  /**
   * Writes the latest word on a journey's consent; one that takes the consent away also recalls the journey's data, in the
   * same step. False, and nothing written, when there is no such journey or a final word was said before. Rejects with
   * `STORE_UNAVAILABLE`.
   */
  writeConsentWord(tenant: TenantId, id: JourneyId, word: ConsentWord): Promise<boolean>
}
