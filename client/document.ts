/**
 * The two operations a watch sends. They are the saved operations `schema/operations/watch-*.graphql` to the letter, so
 * that a gateway which runs trusted documents only runs these, by their text as by their ids; a test compares them.
 */

export interface WatchDocument {
  /** What a gateway knows it by, in place of the text. */
  readonly id: string
  readonly text: string
}

const STEP = `{
    cursor
    sequence
    previousStatus
    status
    step
    percent
    isTerminal
    origin
    observedAt
    resync
    journey {
      id
      kind
      consentUrl
      stepsCompleted
      stepsFailed
      accounts {
        index
        bankName
        status
      }
      failure {
        code
        message
        advice
      }
    }
  }`

export const WATCH_JOURNEY: WatchDocument = {
  id: 'sha256:4545c6c8bef1a63a8bca6454a5c74036dca43f50c4760408a047ccf6b1debd80',
  text: `subscription WatchJourney($journeyId: ID!, $after: String) {
  journeyStatusChanged(journeyId: $journeyId, after: $after) ${STEP}
}
`,
}

export const WATCH_APPLICANT: WatchDocument = {
  id: 'sha256:35edfdba673d314d55a5e7a01e5c5034bae857de276341c3b5fb198236178ae4',
  text: `subscription WatchApplicant($applicantId: ID!, $after: String) {
  applicantProgressed(applicantId: $applicantId, after: $after) ${STEP}
}
`,
}
