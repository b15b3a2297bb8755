/** The stages of a journey that asks for consent, by its id. */
import type { Handle } from './handle.ts'
import { personaOf } from './persona-of.ts'
import { aggregatorStages, bankStages, type Decision, type Stage } from './timeline.ts'

/** Those of its kind, oldest first; for an id of another kind, those of AA-BSA. */
export function stagesOf(handle: Handle, decision: Decision | null): readonly Stage[] {
  const persona = personaOf(handle.subject)
  return handle.kind === 'ACCOUNT_AGGREGATOR' ? aggregatorStages(persona, decision) : bankStages(persona, decision)
}
