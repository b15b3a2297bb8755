/**
 * The types that others lead back to, by name alone: each is described in the file of its name. A journey has its applicant
 * and an applicant its journeys, and the two files need not know each other for it.
 */
import type { Applicant } from '../domain/applicant.ts'
import type { Journey } from '../domain/journey.ts'
import type { AccountNode } from './account-node.ts'
import { builder } from './builder.ts'

export const ApplicantRef = builder.objectRef<Applicant>('Applicant')
export const BankAccountRef = builder.objectRef<AccountNode>('BankAccount')
export const JourneyRef = builder.objectRef<Journey>('Journey')
