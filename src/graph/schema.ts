/** The table of contents of the graph. Each import adds its types to the builder; nothing is defined here. */
import type { GraphQLSchema } from 'graphql'
import { builder } from './builder.ts'
import './scalars.ts'
import './node.ts'
import './viewer.ts'
import './applicant.ts'
import './applicant-connection.ts'
import './applicant-mutations.ts'
import './source.ts'
import './tax-profile.ts'
import './itr-filing.ts'
import './bank-account.ts'
import './transaction.ts'
import './transaction-connection.ts'
import './bsa-analysis.ts'
import './bank-account-analysis.ts'
import './journey.ts'
import './journey-transition.ts'
import './journey-mutations.ts'
import './consent-mutations.ts'
import './subscriptions.ts'
import './audit.ts'

/** The executable schema. Throws when its parts do not fit together. */
export function createSchema(): GraphQLSchema {
  builder.queryType({ description: 'What can be read.' })
  builder.mutationType({ description: 'What can be done.' })
  builder.subscriptionType({ description: 'What can be followed, over WebSocket or as server-sent events.' })
  return builder.toSchema()
}
