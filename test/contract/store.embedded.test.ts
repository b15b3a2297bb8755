/** The embedded store keeps the contract. What is peculiar to it, its file, is tested in `store-file.embedded.test.ts`. */
import { openEmbeddedStore } from '../../src/store/embedded.ts'
import type { Store } from '../../src/store/store.ts'
import { openEmbeddedDirectory } from '../support/embedded-directory.ts'
import { runStoreContract } from './store.contract.ts'

runStoreContract('the embedded store', {
  skip: [
    {
      reason: 'the embedded store serves one process and tells nobody outside it',
      tests: ['hears of what another store on the same data commits'],
    },
    {
      reason: 'the embedded store counts in the memory of its one process',
      tests: ['counts together with other processes', 'goes on counting after a restart'],
    },
  ],
  async open(settings) {
    const directory = openEmbeddedDirectory()
    const store = await openEmbeddedStore({ path: directory.path, ...settings })
    const others: Store[] = []
    let current = store
    return {
      store,
      async reopen(newSettings) {
        await current.close()
        current = await openEmbeddedStore({ path: directory.path, ...newSettings })
        return current
      },
      async openAnother(sameSettings) {
        const other = await openEmbeddedStore({ path: directory.path, ...sameSettings })
        others.push(other)
        return other
      },
      async dispose() {
        for (const each of [current, ...others]) await each.close()
        directory[Symbol.dispose]()
      },
    }
  },
})
