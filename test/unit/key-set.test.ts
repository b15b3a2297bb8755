/** Fetching a key set is bounded in time, and leaves an issuer that does not answer. */
import { describe, expect, it } from 'vitest'
import { fetchKeySet } from '../../src/server/caller/key-set.ts'
import { openIssuer } from '../support/issuer.ts'

describe('a key set', () => {
  it('is given as the issuer publishes it', async () => {
    await using issuer = await openIssuer()
    await issuer.addKey('one')
    expect((await fetchKeySet(issuer.url)).keys).toMatchObject([{ kid: 'one' }])
  })

  it('is not waited for longer than it may take', async () => {
    await using issuer = await openIssuer()
    issuer.setMood('hanging')
    await expect(fetchKeySet(issuer.url, 50)).rejects.toMatchObject({ name: 'TimeoutError' })
  })

  it('is not read beyond its bound, though it never ends', async () => {
    await using issuer = await openIssuer()
    issuer.setMood('endless')
    await expect(fetchKeySet(issuer.url)).rejects.toThrow('too large')
  })

  it('is not looked for where the issuer points instead', async () => {
    await using issuer = await openIssuer()
    await issuer.addKey('one')
    issuer.setMood('redirecting')
    await expect(fetchKeySet(issuer.url)).rejects.toThrow()
  })
})
