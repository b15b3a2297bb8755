/**
 * Reads of journeys, gathered over the whole process: an event that thousands follow is read afresh for each of them, and
 * those who ask for the same journey in the same turn of the event loop are answered by one read. A read that has been sent
 * is joined by nobody, so nobody is told of what was before it asked; and nothing is kept.
 */
import type { JourneyId, TenantId } from '../domain/ids.ts'
import type { Journey } from '../domain/journey.ts'
import type { Store } from '../store/store.ts'

/** The same store, with reads of single journeys gathered by tenant and id. A read that fails does so for all it answers. */
export function gatherJourneys(store: Store): Store {
  const unsent = new Map<TenantId, Map<JourneyId, Promise<Journey[]>>>()

  async function send(tenant: TenantId, id: JourneyId): Promise<Journey[]> {
    await new Promise(setImmediate)
    const ofTenant = unsent.get(tenant)
    ofTenant?.delete(id)
    if (ofTenant?.size === 0) unsent.delete(tenant)
    return store.readJourneys(tenant, [id])
  }

  const gathered: Pick<Store, 'readJourneys'> = {
    readJourneys(tenant, ids) {
      const [id, ...others] = ids
      if (id === undefined || others.length > 0) return store.readJourneys(tenant, ids)
      const ofTenant = unsent.get(tenant) ?? new Map<JourneyId, Promise<Journey[]>>()
      const asked = ofTenant.get(id) ?? send(tenant, id)
      unsent.set(tenant, ofTenant.set(id, asked))
      return asked
    },
  }
  // All else is the store itself.
  return Object.assign(Object.create(store) as Store, gathered)
}
