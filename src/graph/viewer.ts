/** The caller, as the gateway understands the token. */
import type { Principal } from '../domain/principal.ts'
import { builder } from './builder.ts'

const ViewerRef = builder.objectRef<Principal>('Viewer')
ViewerRef.implement({
  description: 'On whose behalf this request runs.',
  fields: (t) => ({
    subject: t.exposeString('subject', { description: 'Who is asking: the subject of the token.' }),
    tenant: t.exposeString('tenant', { description: 'The lender whose applicants can be seen.' }),
    scopes: t.stringList({
      description: 'What may be done, in alphabetical order.',
      resolve: ({ scopes }) => [...scopes].toSorted(),
    }),
  }),
})

builder.queryField('viewer', (t) =>
  t.field({
    type: ViewerRef,
    description: 'The caller of this request.',
    resolve: (_root, _arguments, { principal }) => principal,
  }),
)
