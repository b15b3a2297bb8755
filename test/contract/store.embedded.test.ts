/** The embedded store keeps the contract. What is peculiar to it, its file, is tested in `store-file.test.ts`. */
import { openEmbeddedStore } from '../../src/store/embedded.ts'
import { openEmbeddedDirectory } from '../support/embedded-directory.ts'
import { runStoreContract } from './store.contract.ts'

runStoreContract('the embedded store', {
  async open(settings) {
    const directory = openEmbeddedDirectory()
    const store = await openEmbeddedStore({ path: directory.path, ...settings })
    let current = store
    return {
      store,
      async reopen(newSettings) {
        await current.close()
        current = await openEmbeddedStore({ path: directory.path, ...newSettings })
        return current
      },
      async dispose() {
        await current.close()
        directory[Symbol.dispose]()
      },
    }
  },
})
