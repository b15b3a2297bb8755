/** What is kept of answers can be dropped by journey, and takes no more room than it is given. */
import { describe, expect, it } from 'vitest'
import type { JourneyId } from '../../src/domain/ids.ts'
import { createKeptAnswers, type KeptAnswer } from '../../src/server/kept/answers.ts'
import { KeptData } from '../../src/server/kept/data.ts'
import { createFakeClock } from '../support/clock.ts'
import { completed } from './loaders/support.ts'

const clock = createFakeClock()

function answerAbout(ids: readonly string[], text = 'an answer'): KeptAnswer {
  const journeys = new Set(ids as JourneyId[]) // as good as any
  const stamp = { key: 'a report', until: clock.now() + 60_000 }
  const report = { name: 'aaBsaStatements', journey: completed('j', 'AA_BSA'), stamp } as const
  return {
    data: new KeptData(JSON.stringify({ text })),
    loads: { records: [], notes: [], reports: [report], journeys },
  }
}

describe('kept answers', () => {
  it('are dropped with any journey that they are about, and others stay', () => {
    const answers = createKeptAnswers(clock, 1_000_000)
    const [first, second] = [answerAbout(['a', 'b']), answerAbout(['c'])]
    answers.keep('first', first)
    answers.keep('second', second)
    expect([answers.find('first'), answers.find('second'), answers.find('third')]).toEqual([first, second, null])
    answers.forget('b' as JourneyId) // see above
    expect([answers.find('first'), answers.find('second')]).toEqual([null, second])
    answers.forgetAll()
    expect(answers.find('second')).toBeNull()
  })

  it('push each other out, and one that is large is not kept at all', () => {
    const answers = createKeptAnswers(clock, 160_000)
    const large = answerAbout(['a'], 'x'.repeat(10_000))
    answers.keep('large', large)
    expect(answers.find('large')).toBeNull()
    for (let at = 0; at < 100; at += 1) answers.keep(`answer ${at}`, answerAbout(['a'], 'x'.repeat(1_000)))
    expect(answers.find('answer 0')).toBeNull()
    expect(answers.find('answer 99')).not.toBeNull()
  })

  it('are gone once a report of theirs has lapsed', async () => {
    const answers = createKeptAnswers(clock, 1_000_000)
    answers.keep('lapsed', answerAbout(['a']))
    await clock.advance(60_000)
    answers.keep('late', answerAbout(['a']))
    await clock.advance(59_999)
    expect([answers.find('lapsed'), answers.find('late') === null]).toEqual([null, false])
    await clock.advance(2)
    expect(answers.find('late')).toBeNull()
  })

  it('are written as the data they stand for', () => {
    const data = { applicant: { name: 'Asha “Meera” Ω', amounts: ['1.00'] } }
    expect(JSON.parse(JSON.stringify({ data: new KeptData(JSON.stringify(data)) }))).toEqual({ data })
    expect(new KeptData(JSON.stringify(data)).bytes.toString()).toBe(JSON.stringify(data))
  })
})
