/** The part of the catalogue of failures that is about limits. Messages that are thrown say how much is allowed. */
import { type CatalogueEntry, entry } from './catalogue-entry.ts'

export const LIMIT_FAILURES = {
  LIMIT_DOCUMENT: entry('The document is too long.', 'Ask for less, or in several requests.'),
  LIMIT_TOKENS: entry('The document has too many tokens.', 'Ask for less, or in several requests.'),
  LIMIT_DEPTH: entry('The document is nested too deep.', 'Ask for what lies deep by its own id, with node(id).'),
  LIMIT_ALIASES: entry('The document has too many aliases.', 'Ask for many of a kind by a list, such as nodes(ids).'),
  LIMIT_ROOT_FIELDS: entry('The operation has too many fields at its top.', 'Ask in several requests.'),
  LIMIT_DIRECTIVES: entry('The document has too many directives.', 'Leave out what is not needed.'),
  LIMIT_FIELDS: entry('The document selects too many fields.', 'Ask for less, or in several requests.'),
  LIMIT_REPEATS: entry('The document selects the same field too often.', 'Select each field once.'),
  LIMIT_CREDENTIALS: entry('The document carries credentials more than once.', 'Send one such mutation in a request.'),
  LIMIT_COST: entry(
    'The operation could take too many calls to Finpass.',
    'Ask for fewer applicants at a time, or for fewer kinds of data.',
  ),
  LIMIT_LIST: entry('A list among the variables is too long.', 'Send it in parts.'),
  LIMIT_VARIABLES: entry('The variables hold too much.', 'Send less at a time.'),
  LIMIT_BODY: entry('The request is too large.', 'Send less at a time.'),
  LIMIT_REQUESTS: entry('Too many operations were begun in a minute.', 'Wait for retryAfter.', true),
  LIMIT_SUBSCRIPTIONS: entry(
    'Too many operations run at once.',
    'End those that are not needed, or follow applicants instead of each of their journeys.',
    true,
  ),
  LIMIT_LOGINS: entry(
    'There were too many attempts to log in for this PAN.',
    'Let the applicant check username and password, and wait for retryAfter.',
    true,
  ),
} as const satisfies Record<string, CatalogueEntry>
