/**
 * Fields that need a scope: `authScopes` beside a field's description refuses it before it is resolved, and a subscription before
 * it is begun. Nothing is kept of a request: a weak map from its context to anything that leads back to it lets V8's young
 * collector take the request, with all that it has read, for alive until the next full collection. Why it is not Pothos's own
 * plugin: docs/decisions/scope-plugin-of-our-own.md.
 */
import SchemaBuilder, {
  BasePlugin,
  type FieldNullability,
  type InputFieldMap,
  type PothosOutputFieldConfig,
  type SchemaTypes,
  type TypeParam,
} from '@pothos/core'
import type { GraphQLFieldResolver } from 'graphql'
import { Failure } from '../domain/failure.ts'
import { hasScope, type Scope } from '../domain/principal.ts'
import type { GraphContext } from './context.ts'

/** The name to give the builder. */
export const SCOPES = 'scopes'

declare global {
  // oxlint-disable-next-line typescript/no-namespace -- Pothos takes what plugins add from here
  namespace PothosSchemaTypes {
    interface Plugins<Types extends SchemaTypes> {
      scopes: ScopePlugin<Types>
    }
    // Pothos tells declarations of one interface by their parameters, so all must be named.
    interface FieldOptions<
      Types extends SchemaTypes,
      ParentShape,
      Type extends TypeParam<Types>,
      Nullable extends FieldNullability<Type>,
      Args extends InputFieldMap,
      ResolveShape,
      ResolveReturnShape,
    > {
      authScopes?: { readonly scope: Scope }
    }
  }
}

type Resolver<Types extends SchemaTypes> = GraphQLFieldResolver<unknown, Types['Context'], object>

class ScopePlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  override wrapResolve(resolver: Resolver<Types>, field: PothosOutputFieldConfig<Types>): Resolver<Types> {
    // What was let begin is let go on: each event is resolved by itself.
    return field.kind === 'Subscription' ? resolver : guard(resolver, field)
  }

  override wrapSubscribe(
    subscriber: Resolver<Types> | undefined,
    field: PothosOutputFieldConfig<Types>,
  ): Resolver<Types> | undefined {
    return subscriber === undefined ? subscriber : guard(subscriber, field)
  }
}

/** Throws `AUTH_SCOPE` where the caller lacks the scope that the field needs. */
function guard<Types extends SchemaTypes>(
  resolver: Resolver<Types>,
  { pothosOptions }: PothosOutputFieldConfig<Types>,
): Resolver<Types> {
  const { authScopes } = pothosOptions
  if (authScopes === undefined) return resolver
  const { scope } = authScopes
  return (parent, given, context, info) => {
    const { principal } = context as GraphContext // the builder's own
    if (hasScope(principal, scope)) return resolver(parent, given, context, info)
    throw new Failure('AUTH_SCOPE', { scope, message: `This needs the scope ${scope}.` })
  }
}

SchemaBuilder.registerPlugin(SCOPES, ScopePlugin)
