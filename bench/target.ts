/** At least so many times the requests per second of the first system; at most so many times its memory. */
export interface Target {
  readonly leastRatio?: number
  /** The name of another system whose ratio it must exceed. */
  readonly aheadOf?: string
  readonly mostMemory?: number
}
