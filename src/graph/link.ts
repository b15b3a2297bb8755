/**
 * What Finpass supplied as a link, or with links in it, as it may be shown: what is on no allowed origin is left out, and the
 * answer says so with `LINK_NOT_ALLOWED`. The only place of the graph where such a link becomes text.
 */
import type { GraphQLResolveInfo } from 'graphql'
import { Failure } from '../domain/failure.ts'
import type { SuppliedLink } from '../domain/link.ts'
import { maskIdentifiersIn } from '../domain/mask.ts'
import { hasScope } from '../domain/principal.ts'
import type { GraphContext } from './context.ts'

type Where = Pick<GraphQLResolveInfo, 'path'>

/** The link, or null when there is none or it may not be shown. */
export function showLink(link: SuppliedLink | null, context: GraphContext, { path }: Where): string | null {
  if (link === null) return null
  const url = context.links.toUrl(link)
  if (url === null) context.reportPartial(path, new Failure('LINK_NOT_ALLOWED'))
  return url
}

/**
 * JSON of Finpass's own shape without the links that may not be shown: null stands in their place. Identifiers in it are masked
 * without the scope pii:read, as far as they can be told.
 */
export function showJson(json: unknown, context: GraphContext, { path }: Where): unknown {
  const cleaned = context.links.clean(hasScope(context.principal, 'pii:read') ? json : maskIdentifiersIn(json))
  if (cleaned.dropped > 0) context.reportPartial(path, new Failure('LINK_NOT_ALLOWED'))
  return cleaned.json
}

/** As `showJson`, of a list; an element that was nothing but such a link is left out. */
export function showJsonList(list: readonly unknown[], context: GraphContext, where: Where): unknown[] {
  const cleaned = showJson(list, context, where)
  return Array.isArray(cleaned) ? cleaned.filter((element) => element !== null) : []
}
