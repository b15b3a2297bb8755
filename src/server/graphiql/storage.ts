/**
 * What the GraphiQL page remembers: all but headers, which hold tokens and which its history would keep for good. Runs in the
 * browser, from its own text: it may name nothing outside of itself.
 */

interface BrowserStorage {
  readonly length: number
  getItem(key: string): string | null
  setItem(key: string, value: string): void
  removeItem(key: string): void
  clear(): void
}

/** The storage of the browser, without the headers in GraphiQL's lists of queries. */
export function createForgetfulStorage(storage: BrowserStorage): BrowserStorage {
  return {
    get length() {
      return storage.length
    },
    getItem: (key) => storage.getItem(key),
    removeItem: (key) => storage.removeItem(key),
    clear: () => storage.clear(),
    setItem(key, value) {
      const isList = /:(?:queries|favorites)$/.test(key)
      storage.setItem(key, isList ? value.replace(/"headers":"(?:[^"\\]|\\.)*"/g, '"headers":""') : value)
    },
  }
}
