/** Where the page of metrics is: METRICS_PORT and METRICS_HOST. */

export interface MetricsAddress {
  readonly host: string
  /** 0 for any free port; null when there is to be no page. */
  readonly port: number | null
  /** False where any free port does as well when this one is taken. */
  readonly isFixed: boolean
}

const DEFAULT_PORT = 9464

/** Reads both variables; adds what is wrong with them to `problems`. */
export function parseMetricsAddress(
  given: Readonly<Record<string, string | undefined>>,
  problems: string[],
): MetricsAddress {
  const text = given.METRICS_PORT
  const host = given.METRICS_HOST ?? '127.0.0.1'
  if (text === 'off') return { host, port: null, isFixed: true }
  // Whoever lets the system choose the one port means the other as well.
  if (text === undefined) {
    return { host, port: given.PORT === '0' ? 0 : DEFAULT_PORT, isFixed: given.NODE_ENV === 'production' }
  }
  const port = /^\d{1,5}$/.test(text) ? Number(text) : -1
  if (port < 0 || port > 65_535) problems.push('METRICS_PORT must be 0 to 65535, or off')
  if (port !== 0 && text === given.PORT) problems.push('METRICS_PORT must be another port than PORT')
  return { host, port, isFixed: true }
}
