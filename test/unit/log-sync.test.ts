/** Syncs of the write-ahead log: what is told to be on disk is there, however slow the disk and whatever ends first. */
import fc from 'fast-check'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createLogSync } from '../../src/store/log-sync.ts'
import { createSlowDisk } from '../support/slow-disk.ts'

let folder = ''
let path = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'finpass-graph-sync-'))
  path = join(folder, 'log')
  writeFileSync(path, '')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('syncs of the write-ahead log', () => {
  it('tells nobody before a sync that began after the call has ended, two at most under way, and everybody in the end', async () => {
    const step = fc.oneof(fc.constant('sync' as const), fc.nat(1))
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const disk = createSlowDisk()
        const log = createLogSync(path, disk.syncData)
        const ended = new Set<number>()
        const asked: { readonly begunBefore: number; isTold: boolean }[] = []
        const running = (): number[] =>
          Array.from({ length: disk.begun() }, (_, at) => at + 1).filter((number) => !ended.has(number))
        const endOne = (which: number): void => {
          const number = running().at(which) ?? running()[0]
          if (number === undefined) return
          ended.add(number)
          disk.end(number)
        }
        const check = async (): Promise<void> => {
          await new Promise(setImmediate)
          expect(running().length).toBeLessThanOrEqual(2)
          expect(log.isRunning()).toBe(running().length > 0)
          for (const { begunBefore, isTold } of asked)
            if (isTold) expect([...ended].some((number) => number > begunBefore)).toBe(true)
        }
        for (const each of steps) {
          if (each === 'sync') {
            const mine = { begunBefore: disk.begun(), isTold: false }
            asked.push(mine)
            void log.sync().then(() => {
              mine.isTold = true
            })
          } else endOne(each)
          await check()
        }
        const settled = log.settle()
        while (running().length > 0) {
          endOne(0)
          await check()
        }
        await settled
        expect(asked.every(({ isTold }) => isTold)).toBe(true)
        log.close()
      }),
    )
  })

  it('goes through a descriptor of its own for each that is under way, so that both hear of what could not be written', async () => {
    const disk = createSlowDisk()
    const descriptors: number[] = []
    const log = createLogSync(path, (descriptor, done) => {
      descriptors.push(descriptor)
      disk.syncData(descriptor, done)
    })
    const outcomes = Promise.allSettled([log.sync(), log.sync()])
    disk.end(1, new Error('no medium'))
    disk.end(2, new Error('no medium'))
    expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(new Set(descriptors).size).toBe(2)
    log.close()
  })

  it('settles for a sync under way when the one that began after it has failed', async () => {
    const disk = createSlowDisk()
    const log = createLogSync(path, disk.syncData)
    const earlier = log.sync()
    const later = log.sync()
    disk.end(2, new Error('no medium'))
    await expect(later).rejects.toThrow('no medium')
    let isSettled = false
    const settled = log.settle().then(() => (isSettled = true))
    await new Promise(setImmediate)
    expect(isSettled).toBe(false)
    disk.end(1)
    await Promise.all([earlier, settled])
    log.close()
  })

  it('goes on after a sync that failed, and does not settle for it', async () => {
    const disk = createSlowDisk()
    const log = createLogSync(path, disk.syncData)
    const first = log.sync()
    const settled = log.settle()
    disk.end(1, new Error('no medium'))
    await expect(first).rejects.toThrow('no medium')
    await expect(settled).rejects.toThrow('no medium')
    const second = log.sync()
    disk.end(2)
    await expect(second).resolves.toBeUndefined()
    await expect(log.settle()).resolves.toBeUndefined()
    log.close()
  })
})
