import { describe, expect, it } from 'vitest'
import { formatInstant } from '../../../src/domain/date.ts'
import { parseItrStart } from '../../../src/finpass/itr/itr-start.wire.ts'
import { parseItrStatus } from '../../../src/finpass/itr/itr-status.normalise.ts'
import { failureOf, recorded, recordedData } from './support.ts'

const observed = (change: object) => parseItrStatus({ ...recorded('itr-status.observed'), ...change })

describe('an ITR status', () => {
  // Traps 2, 22, 24.
  it('reads a running job from the flat dialect, its zone-less times as UTC', () => {
    const observation = observed({})
    expect(observation).toMatchObject({
      status: 'PROCESSING',
      step: 'download_profile',
      stepsCompleted: ['create_client'],
      stepsFailed: [],
      failure: null,
    })
    expect(formatInstant(observation.reportedAt as never)).toBe('2026-04-07T11:24:20.262Z')
  })

  it('reads a finished job from the documented dialect', () => {
    const observation = parseItrStatus(recordedData('itr-status.documented'))
    expect(observation).toMatchObject({ status: 'COMPLETED', step: null, failure: null })
    expect(formatInstant(observation.reportedAt as never)).toBe('2024-11-15T10:23:42.000Z')
  })

  it('blames the login when the error speaks of it', () => {
    for (const error_message of ['Invalid credentials for portal', 'PASSWORD expired', 'Portal login failed']) {
      expect(observed({ status: 'failed', error_message }).failure?.code).toBe('FINPASS_CREDENTIALS')
    }
    expect(observed({ status: 'failed', error_message: 'No ITR data found' }).failure?.code).toBe('JOURNEY_FAILED')
    expect(observed({ status: 'failed' }).failure?.code).toBe('JOURNEY_FAILED')
  })

  it('keeps no word of an error message', () => {
    const printed = JSON.stringify(
      observed({ status: 'failed', error_message: 'Rajesh Sharma: wrong password hunter2' }),
    )
    expect(printed).not.toMatch(/Rajesh|hunter2/)
  })

  it('keeps an unknown word as the step and ends nothing', () => {
    for (const step of ['create_client', 'download_profile', 'download_26as', 'parse_returns']) {
      expect(observed({ current_step: step }).step).toBe(step)
    }
    expect(observed({ status: 'awaiting_otp' })).toMatchObject({ status: null, step: 'awaiting_otp', failure: null })
  })

  it.each([
    'sunshine',
    'Download',
    'download_sunshine',
    'Download_Profile',
    'constructor',
    'Wrong password: S3cr3t!',
    'hunter 2',
    'ABCDE1234F',
    'a@b.in',
    'x'.repeat(41),
    '9876543210',
    'a\u0000b',
  ])('keeps nothing of %j, which is no step', (text) => {
    const { step, stepsCompleted, stepsFailed } = observed({
      current_step: text,
      steps_completed: [text, 'create_client'],
      steps_failed: Array(60).fill(text),
    })
    expect([step, stepsCompleted]).toEqual(['unrecognised', ['unrecognised', 'create_client']])
    expect(stepsFailed).toEqual(Array(50).fill('unrecognised'))
    expect(observed({ status: text })).toMatchObject({ status: null, step: 'unrecognised' })
  })

  it('blames the login when a failed step speaks of it, though the step is not kept', () => {
    const observation = observed({ status: 'failed', steps_failed: ['Portal login of Rajesh'] })
    expect(observation).toMatchObject({ stepsFailed: ['unrecognised'], failure: { code: 'FINPASS_CREDENTIALS' } })
  })

  it('survives lists and times that are none', () => {
    expect(
      observed({ steps_completed: 'all', steps_failed: [1, null], updated_at: {}, completed_at: 'soon' }),
    ).toMatchObject({
      status: 'PROCESSING',
      stepsCompleted: [],
      stepsFailed: [],
    })
  })

  it('is not recognisable without a status word', () => {
    for (const body of [{}, { status: 7 }, { status: ' ' }]) {
      expect(failureOf(() => parseItrStatus(body)).code).toBe('FINPASS_SHAPE')
    }
  })
})

describe('an ITR start', () => {
  it('gives the handle and where the job stands', () => {
    const started = parseItrStart(recordedData('itr-init.documented'))
    expect(started).toMatchObject({ handle: 'itr_job_x9y8z7w6v5u4', consentUrl: null, expiresAt: null })
    expect(started.observation).toMatchObject({ status: 'INITIATED', failure: null })
    expect(formatInstant(started.observation.reportedAt as never)).toBe('2024-11-15T10:22:00.000Z')
  })

  it('is not recognisable without a usable handle', () => {
    for (const job_id of [undefined, '', 'a b', 'x'.repeat(300), '../../etc']) {
      expect(failureOf(() => parseItrStart({ job_id, status: 'initiated' })).code).toBe('FINPASS_SHAPE')
    }
  })

  it('carries why it failed at once', () => {
    const start = (change: object) => parseItrStart({ job_id: 'itr_1', status: 'failed', ...change }).observation
    expect(start({})).toMatchObject({ status: 'FAILED', failure: { code: 'JOURNEY_FAILED' } })
    expect(start({ error_message: 'Invalid password hunter2' }).failure?.code).toBe('FINPASS_CREDENTIALS')
    expect(JSON.stringify(start({ status: 'wrong password hunter2' }))).not.toContain('hunter2')
  })
})
