import { openRedisServer } from '/work/main/test/support/redis-server.ts'
import { openTcpProxy } from '/work/main/test/support/tcp-proxy.ts'
import { openRedisStore } from '/work/main/src/store/redis.ts'
import { createSystemClock } from '/work/main/src/platform/clock.ts'
import { appended, applicant, firstTransition, journey, TENANT, testSeal, withHandle } from '/work/main/test/support/store-record.ts'
async function one(n:number) {
  await using server = await openRedisServer()
  await using proxy = await openTcpProxy(server.url)
  const t0 = performance.now()
  const log: string[] = []
  const L = (s: string) => log.push(`${Math.round(performance.now()-t0)} ${s}`)
  const store = await openRedisStore({ url: proxy.url, seal: testSeal(), clock: createSystemClock() })
  const running = journey(await store.addApplicant(applicant()))
  await store.addJourney(running, firstTransition(running), withHandle(null))
  let calls = 0
  await store.watchFeed({kind:'journey',tenant:TENANT,id:running.id}, () => { calls++; L('heard') })
  L('silence ' + proxy.silence('subscribe'))
  L('append2 ' + await store.appendTransition(appended(running, 2, 'PROCESSING')))
  while (calls === 0) await new Promise(r => setTimeout(r, 5))
  calls = 0
  L('append3 ' + await store.appendTransition(appended(running, 3, 'PROCESSING')))
  const end = performance.now() + 5000
  while (calls === 0 && performance.now() < end) await new Promise(r => setTimeout(r, 5))
  if (calls === 0) {
    L('LOST')
    log.push(await server.send('PUBSUB','CHANNELS','*'), await server.send('PUBSUB','NUMSUB',`fg:changed:journey:${TENANT}:${running.id}`), await server.send('CLIENT','LIST'))
    console.log(n, log.join('\n'))
  }
  await store.close()
}
for (let r = 0; r < 4; r++) await Promise.all(Array.from({length: 8}, (_, n) => one(n)))
console.log('done')
process.exit(0)
