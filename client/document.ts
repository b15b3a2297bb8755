/**
 * The two operations a watch sends. They are the saved operations `schema/operations/watch-*.graphql` to the letter, so
 * that a gateway which runs saved operations only runs these; a test compares them.
 */

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

export const WATCH_JOURNEY = `subscription WatchJourney($journeyId: ID!, $after: String) {
  journeyStatusChanged(journeyId: $journeyId, after: $after) ${STEP}
}
`

export const WATCH_APPLICANT = `subscription WatchApplicant($applicantId: ID!, $after: String) {
  applicantProgressed(applicantId: $applicantId, after: $after) ${STEP}
}
`
