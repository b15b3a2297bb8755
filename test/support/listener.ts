/** A listener that counts. Not a mock: vitest clears all mocks whenever a test begins, also those of tests that run beside it. */
export interface CountingListener {
  (): void
  calls: number
}

export function createListener(): CountingListener {
  const listener: CountingListener = () => {
    listener.calls += 1
  }
  listener.calls = 0
  return listener
}
