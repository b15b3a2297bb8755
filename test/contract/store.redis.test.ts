/**
 * The Redis store keeps the contract, on a server that all tests share. What is peculiar to it is tested in
 * `store-broker.redis.test.ts`.
 */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll } from 'vitest'
import { openRedisStore } from '../../src/store/redis.ts'
import type { Store } from '../../src/store/store.ts'
import { openRedisServer, type RedisServer } from '../support/redis-server.ts'
import { runStoreContract, type StoreSettings } from './store.contract.ts'

let server: RedisServer

beforeAll(async () => {
  server = await openRedisServer()
})
afterAll(() => server[Symbol.asyncDispose]())

runStoreContract('the Redis store', {
  async open(settings) {
    const prefix = `${randomUUID()}:`
    const opened: Store[] = []
    const openOne = async (each: StoreSettings): Promise<Store> => {
      // How long a command may take is looked at elsewhere.
      const store = await openRedisStore({ url: server.url, prefix, commandTimeoutMs: 5000, ...each })
      opened.push(store)
      return store
    }
    let current = await openOne(settings)
    return {
      store: current,
      async reopen(newSettings) {
        await current.close()
        current = await openOne(newSettings)
        return current
      },
      openAnother: openOne,
      async dispose() {
        for (const each of opened) await each.close()
      },
    }
  },
})
