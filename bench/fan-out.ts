/** W4: thousands of subscribers on 100 journeys that go on and on, at the default interval of polling. */
import { setTimeout as wait } from 'node:timers/promises'
import { LinkJourneyDocument, RegisterApplicantDocument } from '../schema/typed/operations.ts'
import { printMib, printMs, quantile, toThree } from './figures.ts'
import { createAsk, openGatewayProcess, readSavedId } from './gateway.ts'
import { toTable } from './page.ts'
import { toMovingHandle } from './person.ts'
import type { Program } from './process.ts'
import type { Setting } from './setting.ts'
import { openWatchers } from './watcher.ts'

const JOURNEYS = 100
const SIZES = [100, 1_000, 5_000] as const
/** Memory for each further subscriber in the last step against the step before. */
const MOST_GROWTH = 1.25

export async function measureFanOut({ upstream, seeded, core, isQuick }: Setting): Promise<string[]> {
  await using gateway = await openGatewayProcess(seeded, {
    upstreamUrl: upstream.url,
    core,
    flags: ['--import', './bench/heap-probe.ts'],
    environment: { LIMIT_SOCKETS: '100000', LIMIT_NEW_SOCKETS: '100000' },
  })
  const { program, url } = gateway
  const ask = createAsk(url, seeded.headers)
  const { applicantRegister } = await ask(RegisterApplicantDocument, { input: { reference: 'watched' } })
  const applicantId = applicantRegister.applicant?.id ?? ''
  const journeyIds: string[] = []
  for (let number = 0; number < JOURNEYS; number += 1) {
    const input = { applicantId, kind: 'ITR' as const, finpassId: toMovingHandle(number) }
    const { journeyLink } = await ask(LinkJourneyDocument, { input })
    journeyIds.push(journeyLink.journey?.id ?? '')
  }
  const documentId = await readSavedId('WatchJourney')
  using watchers = openWatchers({ url, authorization: seeded.headers.authorization ?? '', documentId, journeyIds })
  const steps: { readonly size: number; readonly held: number; readonly rss: number; readonly row: string[] }[] = []
  const before = await probe(program)
  for (const size of isQuick ? SIZES.map((each) => each / 10) : SIZES) {
    await watchers.grow(size - watchers.size)
    watchers.takeDelays()
    const cpuBefore = program.cpuMs()
    const beganAt = performance.now()
    await wait(isQuick ? 6_000 : 15_000)
    const delays = watchers.takeDelays()
    const seconds = (performance.now() - beganAt) / 1_000
    const cpuMs = program.cpuMs() - cpuBefore
    const { rss, held } = await probe(program)
    const last = steps.at(-1) ?? { size: 0, held: before.held, rss: before.rss }
    const heldEach = (held - last.held) / (size - last.size)
    const rssEach = (rss - last.rss) / (size - last.size)
    const row = [
      size.toLocaleString('en-US'),
      toThree(delays.length / seconds),
      printMs(quantile(delays, 0.5)),
      printMs(quantile(delays, 0.99)),
      `${((cpuMs / delays.length) * 1_000).toFixed(0)} µs`,
      `${(heldEach / 1_024).toFixed(1)} KiB`,
      `${(rssEach / 1_024).toFixed(1)} KiB`,
      printMib(rss),
    ]
    steps.push({ size, held, rss, row })
  }
  if (watchers.faults.length > 0)
    throw new Error(`W4: ${watchers.faults.length} faults: ${watchers.faults.slice(0, 3).join('; ')}`)
  const [first, second, third] = steps
  const each = (from = first, to = first): number =>
    ((to?.held ?? 0) - (from?.held ?? 0)) / ((to?.size ?? 0) - (from?.size ?? 0))
  const growth = each(second, third) / each(first, second)
  return [
    ...toTable(
      ['subscribers', 'events/s', 'delay p50', 'delay p99', 'CPU per event', 'heap each', 'RSS each', 'RSS'],
      steps.map(({ row }) => row),
    ),
    '',
    `Target: memory per subscriber flat. The last step's heap for each further subscriber is ${growth.toFixed(2)} times the step ` +
      `before (<= ${MOST_GROWTH}): ${growth <= MOST_GROWTH ? 'held' : 'missed'}. Every subscriber got every number of its journey, once and in order.`,
  ]
}

/** What it holds after a collection, in bytes. */
async function probe(program: Program): Promise<{ readonly held: number; readonly rss: number }> {
  const line = new Promise<string>((resolve) => {
    program.onLine((text) => {
      if (text.startsWith('{"probe"')) resolve(text)
    })
  })
  program.signal('SIGUSR2')
  // What heap-probe.ts says.
  const { probe } = JSON.parse(await line) as { probe: { rss: number; heapUsed: number; external: number } }
  return { held: probe.heapUsed + probe.external, rss: probe.rss }
}
