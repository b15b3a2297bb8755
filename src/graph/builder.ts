/** The schema builder: with the plugin beside it the one door to Pothos. It knows our scalars, our context and our scopes. */
import SchemaBuilder from '@pothos/core'
import type { CalendarDate, Instant } from '../domain/date.ts'
import type { Paise } from '../domain/money.ts'
import type { Secret } from '../platform/secret.ts'
import type { GraphContext } from './context.ts'
import { SCOPES } from './scope-plugin.ts'

interface SchemaTypes {
  Context: GraphContext
  DefaultFieldNullability: false
  Scalars: {
    ID: { Input: string; Output: string }
    Date: { Input: CalendarDate; Output: CalendarDate }
    DateTime: { Input: Instant; Output: Instant }
    Money: { Input: Paise; Output: Paise }
    URL: { Input: string; Output: string }
    JSON: { Input: unknown; Output: unknown }
    Secret: { Input: Secret; Output: never }
  }
}

export const builder = new SchemaBuilder<SchemaTypes>({
  defaultFieldNullability: false,
  plugins: [SCOPES],
})
