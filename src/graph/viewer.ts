/** The caller, as the gateway understands the token. */
import { hasScope, type Principal, SCOPES } from '../domain/principal.ts'
import { builder } from './builder.ts'
import { ApplicantRef } from './entity.ts'

const ViewerRef = builder.objectRef<Principal>('Viewer')
ViewerRef.implement({
  description: 'On whose behalf this request runs.',
  fields: (t) => ({
    subject: t.exposeString('subject', { description: 'Who is asking: the subject of the token.' }),
    tenant: t.exposeString('tenant', { description: 'The lender whose applicants can be seen.' }),
    scopes: t.stringList({
      description: 'What may be done, in alphabetical order.',
      // What a borrower's token names beyond what a borrower can have is of no use to it.
      resolve: (principal) => SCOPES.filter((scope) => hasScope(principal, scope)).toSorted(),
    }),
    applicant: t.field({
      type: ApplicantRef,
      nullable: true,
      authScopes: { scope: 'applicants:read' },
      description:
        "The one applicant that a borrower's token is about, beyond which it sees nothing; null for staff, and once that applicant has been erased.",
      resolve: ({ applicant }, _arguments, { loaders }) =>
        applicant === null ? null : loaders.loadApplicant(applicant),
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
