/** The three ways to ask a gateway for one operation. */
export const TRANSPORTS = ['http', 'sse', 'ws'] as const
export type AskTransport = (typeof TRANSPORTS)[number]
