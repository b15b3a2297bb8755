/** Failures as data: what `sources` and journeys say about something that went wrong, in the words of the error catalogue. */
import { FAILURES, type FailureFacts } from '../domain/failure.ts'
import type { DataIssue } from '../domain/reading.ts'
import { builder } from './builder.ts'

export const FailureRef = builder.objectRef<FailureFacts>('Failure')
FailureRef.implement({
  description: 'Why something is missing. The codes are listed in docs/errors.md and never change their meaning.',
  fields: (t) => ({
    code: t.exposeString('code', { description: 'Stable code, for example FINPASS_TIMEOUT.' }),
    message: t.string({
      description: 'What happened, for a developer. Never contains upstream text or personal data.',
      resolve: ({ code }) => FAILURES[code].message,
    }),
    advice: t.string({
      nullable: true,
      description: 'What to do about it; null when nothing can be done.',
      resolve: ({ code }) => FAILURES[code].advice,
    }),
    retryable: t.boolean({
      description: 'True when the same request may succeed later.',
      resolve: ({ code }) => FAILURES[code].retryable,
    }),
    retryAfter: t.expose('retryAfter', {
      type: 'DateTime',
      nullable: true,
      description: 'Not before this instant; null when nothing is known about it.',
    }),
  }),
})

export const DataIssueRef = builder.objectRef<DataIssue>('DataIssue')
DataIssueRef.implement({
  description:
    'A part of what Finpass sent that could not be read. It is null or left out in the graph, and named here.',
  fields: (t) => ({
    path: t.exposeString('path', {
      description: "Place in Finpass's answer, with [*] for positions in a list.",
    }),
    problem: t.exposeString('problem', { description: 'What is wrong there.' }),
    count: t.exposeInt('count', { description: 'How many places are affected.' }),
  }),
})
