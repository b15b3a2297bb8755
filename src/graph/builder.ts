/** The schema builder: the one door to Pothos. It knows our scalars, our context and how a missing scope is refused. */
import SchemaBuilder from '@pothos/core'
import ScopeAuthPlugin, { type AuthFailure, RequestCache } from '@pothos/plugin-scope-auth'
import type { CalendarDate, Instant } from '../domain/date.ts'
import { Failure } from '../domain/failure.ts'
import type { Paise } from '../domain/money.ts'
import { hasScope, type Scope } from '../domain/principal.ts'
import type { Secret } from '../platform/secret.ts'
import type { GraphContext } from './context.ts'

interface SchemaTypes {
  Context: GraphContext
  DefaultFieldNullability: false
  AuthScopes: { scope: Scope }
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
  plugins: [ScopeAuthPlugin],
  scopeAuth: {
    // Otherwise a subscription is begun, and only each of its events refused.
    authorizeOnSubscribe: true,
    authScopes: ({ principal }) => ({
      scope: (scope) => hasScope(principal, scope),
    }),
    unauthorizedError(_parent, _context, _info, { failure }) {
      const scope = findScope(failure)
      return new Failure('AUTH_SCOPE', scope === undefined ? {} : { scope, message: `This needs the scope ${scope}.` })
    },
  },
})

/**
 * To be called when a request is answered: the plugin remembers of every context what it may see, in a WeakMap, which would keep
 * the request with all its reports until the whole heap is collected (`domain/memo.ts`). Whoever asks again is judged again.
 */
export function forgetScopes(context: GraphContext): void {
  RequestCache.clearForContext(context)
}

/** The scope that was missing; it lies inside the map that named it. Every field here asks for exactly one. */
function findScope(failure: AuthFailure): string | undefined {
  if ('failures' in failure) return failure.failures.map(findScope).find((scope) => scope !== undefined)
  return 'parameter' in failure ? String(failure.parameter) : undefined
}
