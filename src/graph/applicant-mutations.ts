/** Registering and erasing applicants. */
import type { Applicant } from '../domain/applicant.ts'
import { Failure } from '../domain/failure.ts'
import { encodeGlobalId, parseGlobalId } from '../domain/ids.ts'
import { mayReach } from '../domain/principal.ts'
import { builder } from './builder.ts'
import type { GraphContext } from './context.ts'
import { ApplicantRef } from './entity.ts'
import { catchUserError, isUserError, type UserError, UserErrorRef } from './user-error.ts'

type ErasureReceipt = Awaited<ReturnType<GraphContext['registry']['erase']>>

interface ApplicantPayload {
  readonly applicant: Applicant | null
  readonly userErrors: readonly UserError[]
}
interface ErasePayload {
  readonly receipt: ErasureReceipt | null
  readonly userErrors: readonly UserError[]
}

const USER_ERRORS_NOTE = 'Mistakes in the input; empty when all went well.'

const ApplicantRegisterPayloadRef = builder.objectRef<ApplicantPayload>('ApplicantRegisterPayload')
ApplicantRegisterPayloadRef.implement({
  description: 'What became of a registration.',
  fields: (t) => ({
    applicant: t.expose('applicant', {
      type: ApplicantRef,
      nullable: true,
      description: 'The applicant who now has the reference; null when there are user errors.',
    }),
    userErrors: t.expose('userErrors', { type: [UserErrorRef], description: USER_ERRORS_NOTE }),
  }),
})

const ErasureReceiptRef = builder.objectRef<ErasureReceipt>('ErasureReceipt')
ErasureReceiptRef.implement({
  description:
    'Proof that an applicant was erased. Whoever asks for the applicant later is told of it; erasureReceipt gives it again.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Number of the receipt.' }),
    applicantId: t.id({
      description: 'Id that the applicant had.',
      resolve: ({ applicantId }) => encodeGlobalId('Applicant', applicantId),
    }),
    erasedAt: t.expose('erasedAt', { type: 'DateTime', description: 'When it was done.' }),
    journeyCount: t.exposeInt('journeyCount', { description: 'How many journeys went with it.' }),
  }),
})

const ApplicantErasePayloadRef = builder.objectRef<ErasePayload>('ApplicantErasePayload')
ApplicantErasePayloadRef.implement({
  description: 'What became of an erasure.',
  fields: (t) => ({
    receipt: t.expose('receipt', {
      type: ErasureReceiptRef,
      nullable: true,
      description: 'Proof of erasure; null when there are user errors.',
    }),
    userErrors: t.expose('userErrors', { type: [UserErrorRef], description: USER_ERRORS_NOTE }),
  }),
})

const ApplicantRegisterInputRef = builder.inputType('ApplicantRegisterInput', {
  description: 'Who is to be assessed. An empty text counts as left out.',
  fields: (t) => ({
    reference: t.string({
      required: true,
      description: "The lender's own loan-application number, 1 to 100 printable characters.",
    }),
    name: t.string({ description: 'Name as the lender knows it.' }),
    pan: t.string({ description: 'PAN: five letters, four digits, a letter; any case.' }),
    mobile: t.string({ description: 'Indian mobile number, ten digits, with or without +91.' }),
  }),
})

const ApplicantEraseInputRef = builder.inputType('ApplicantEraseInput', {
  description: 'Whom to erase, and why.',
  fields: (t) => ({
    applicantId: t.id({ required: true, description: 'Id of an Applicant.' }),
    reason: t.string({ required: true, description: 'Why, for the record; 1 to 500 characters.' }),
  }),
})

builder.mutationFields((t) => ({
  applicantRegister: t.field({
    type: ApplicantRegisterPayloadRef,
    description:
      'Registers an applicant. The same reference again gives the same applicant; with another PAN or mobile it is refused, and after ten such refusals in a day every one that names either.',
    authScopes: { scope: 'applicants:write' },
    args: { input: t.arg({ type: ApplicantRegisterInputRef, required: true, description: 'Who.' }) },
    async resolve(_root, { input }, { registry, principal }) {
      const outcome = await catchUserError(() =>
        registry.register(principal.tenant, {
          reference: input.reference,
          name: input.name ?? null,
          pan: input.pan ?? null,
          mobile: input.mobile ?? null,
        }),
      )
      return isUserError(outcome) ? { applicant: null, userErrors: [outcome] } : { applicant: outcome, userErrors: [] }
    },
  }),
  applicantErase: t.field({
    type: ApplicantErasePayloadRef,
    description:
      'Removes an applicant with all journeys, for good, on every replica. What is asked for by their ids then answers APPLICANT_ERASED; the reference may be registered anew. Erasing again gives the same receipt.',
    authScopes: { scope: 'applicants:write' },
    args: { input: t.arg({ type: ApplicantEraseInputRef, required: true, description: 'Whom and why.' }) },
    async resolve(_root, { input }, { registry, principal }) {
      const id = parseGlobalId('Applicant', input.applicantId)
      const outcome = await catchUserError(() => registry.erase(principal.tenant, id, input.reason))
      return isUserError(outcome) ? { receipt: null, userErrors: [outcome] } : { receipt: outcome, userErrors: [] }
    },
  }),
}))

builder.queryField('erasureReceipt', (t) =>
  t.field({
    type: ErasureReceiptRef,
    nullable: true,
    description:
      'The receipt of an erasure, as long as it is kept. Null, with the error ERASURE_NOT_FOUND, when there is none for this caller.',
    authScopes: { scope: 'applicants:read' },
    // No global id: nothing is found by it but this.
    args: { id: t.arg.string({ required: true, description: 'Number of the receipt.' }) },
    async resolve(_root, { id }, { registry, principal }) {
      const receipt = await registry.readReceipt(principal.tenant, id)
      // To a borrower everybody else's is as absent as one that was never written.
      if (receipt === null || !mayReach(principal, receipt.applicantId)) throw new Failure('ERASURE_NOT_FOUND')
      return receipt
    },
  }),
)
