/** The log: what is not on the list is not in it, and one event is one line whatever is written. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it, vi } from 'vitest'
import { createLog, type Log, type LogFields } from '../../src/platform/log.ts'

function openLog(level = 'trace'): { readonly log: Log; readonly lines: string[] } {
  const lines: string[] = []
  return { log: createLog({ level, write: (line) => lines.push(line) }), lines }
}

function parse(line: string | undefined): Record<string, unknown> {
  return JSON.parse(line ?? '') as Record<string, unknown> // a line is an object, or the test fails
}

const EVERY_FIELD: Required<LogFields> = {
  requestId: 'req_1',
  tenant: 'lender-one',
  applicantId: 'app_1',
  journeyId: 'jny_1',
  kind: 'ITR',
  status: 200,
  code: 'PAGE_SIZE',
  operation: 'UnderwriterView',
  document: 'form:0123456789abcdef',
  principal: 'staff',
  transport: 'http',
  outcome: 'ok',
  durationMs: 12.5,
  count: 0,
  codes: ['PAGE_SIZE'],
  calls: { fresh: 1 },
  upstream: { OK: 1 },
  errorName: 'TypeError',
  stack: '    at x (y.ts:1:1)',
}

describe('a log line', () => {
  it('is JSON with the event, the time, the level and the listed fields', () => {
    const { log, lines } = openLog()
    log.info('request', EVERY_FIELD)
    const { time, level, ...rest } = parse(lines[0])
    expect(rest).toEqual({ event: 'request', ...EVERY_FIELD })
    expect(level).toBe(30)
    expect(time).toMatch(/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/)
  })

  it('leaves out fields that are not listed, and those that are undefined', () => {
    const { log, lines } = openLog()
    const fields = { requestId: 'req_1', pan: 'ABCDE1234F', body: { pan: 'ABCDE1234F' }, msg: 'x', level: 99, pid: 1 }
    log.info('request', fields)
    log.info('request', { ...EVERY_FIELD, requestId: undefined } as unknown as LogFields) // as a careless caller would
    expect(Object.keys(parse(lines[0])).toSorted()).toEqual(['event', 'level', 'requestId', 'time'])
    expect(parse(lines[0]).level).toBe(30)
    expect(Object.keys(parse(lines[1]))).not.toContain('requestId')
  })

  it.each(['debug', 'info', 'warn', 'error'] as const)('is written once by %s, and without fields too', (level) => {
    const { log, lines } = openLog()
    log[level]('event')
    expect(lines).toHaveLength(1)
    expect(parse(lines[0])).toMatchObject({
      event: 'event',
      level: { debug: 20, info: 30, warn: 40, error: 50 }[level],
    })
  })

  it('says when it was written, to the millisecond', () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    try {
      const { log, lines } = openLog()
      const times = [0, 1, 999, 1_000, 1_753_700_000_007, 1_753_700_000_070, 1_753_700_000_999, 1_753_700_001_000, 5]
      for (const time of times) {
        vi.setSystemTime(time)
        log.info('event')
      }
      expect(lines.map((line) => parse(line).time)).toEqual(times.map((time) => new Date(time).toISOString()))
    } finally {
      vi.useRealTimers()
    }
  })

  it('is not written below the level', () => {
    const { log, lines } = openLog('warn')
    log.debug('one')
    log.info('two')
    log.warn('three')
    expect(lines.map((line) => parse(line).event)).toEqual(['three'])
    expect(openLog('silent').lines).toEqual([])
  })

  it.each([
    'a\r\nb',
    'a\n{"level":60,"event":"forged"}',
    '\u001b[31mred\u001b[0m\u0007',
    'a\u2028b\u2029c',
    '"quoted" \\ back',
    '\u0000',
    '\ud800',
  ])('stays one harmless line with %j in it', (value) => {
    const { log, lines } = openLog()
    log.info(value, { operation: value, code: value })
    expect(lines).toHaveLength(1)
    const [line = ''] = lines
    expect(line.endsWith('\n')).toBe(true)
    // eslint-disable-next-line no-control-regex -- control characters are what is looked for
    expect(line.slice(0, -1)).not.toMatch(/[\u0000-\u001f\u007f]/)
    const read = parse(line)
    expect(Object.keys(read).toSorted()).toEqual(['code', 'event', 'level', 'operation', 'time'])
    expect(String(read.operation).toWellFormed()).toBe(value.toWellFormed())
  })
})

describe('lines on standard output', () => {
  const LOG = pathToFileURL(join(import.meta.dirname, '../../src/platform/log.ts')).href

  /** The events that a program logs, up to its end, in the order in which they came out. */
  function run(program: string): string[] {
    const text = `import { createLog } from '${LOG}'; const log = createLog({ level: 'info' }); ${program}`
    const { stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', text], { encoding: 'utf8' })
    return stdout.split('\n').map((line) => (line.startsWith('{') ? String(parse(line).event) : line))
  }

  it.each([
    ['it ends by itself', ''],
    ['it is ended at once', 'process.exit(0)'],
    ['it breaks', "throw new Error('broken')"],
    ['it breaks later', "setImmediate(() => { log.info('three'); throw new Error('broken') })"],
  ])('are all there when %s', (_how, end) => {
    const more = end.includes('three') ? ['three'] : []
    expect(run(`log.info('one'); log.info('two'); ${end}`)).toEqual(['one', 'two', ...more, ''])
  })

  it('come in their order, and at once with one that is no mere information', () => {
    const write = "process.stdout.write('plain\\n')"
    expect(run(`log.info('one'); log.warn('two'); ${write}`)).toEqual(['one', 'two', 'plain', ''])
    expect(run(`log.info('one'); log.error('two'); ${write}`)).toEqual(['one', 'two', 'plain', ''])
    // Those of a turn are written at its end, all at once.
    expect(run(`log.info('one'); log.info('two'); ${write}`)).toEqual(['plain', 'one', 'two', ''])
    expect(run(`for (let at = 0; at < 2000; at += 1) log.info('one'); ${write}`).slice(0, 5)).not.toContain('plain')
  })
})

describe('a list or a table in the log', () => {
  it('has words of ours and numbers in it, and nothing else', () => {
    const { log, lines } = openLog()
    const codes = ['PAGE_SIZE', 'ABCDE1234F', 'a b', 7, { pan: 'ABCDE1234F' }]
    const calls = { fresh: 1, ABCDE1234F: 1, cached: 'ABCDE1234F' }
    log.info('operation', { codes, calls } as unknown as LogFields) // as a careless caller would
    expect(parse(lines[0])).toMatchObject({ codes: ['PAGE_SIZE'], calls: { fresh: 1 } })
    expect(lines[0]).not.toContain('ABCDE1234F')
  })
})

describe('an error in the log', () => {
  it('is its class and the places it came through, never its message or cause', () => {
    const { log, lines } = openLog()
    const cause = new Error('PAN ABCDE1234F')
    log.error('defect', { requestId: 'req_1' }, new TypeError('mobile 9876543210\n    forged 9876543210', { cause }))
    const line = parse(lines[0])
    expect(line).toMatchObject({ event: 'defect', requestId: 'req_1', errorName: 'TypeError' })
    expect(line.stack).toContain('log.test.ts')
    expect(lines[0]).not.toMatch(/9876543210|ABCDE1234F|forged/)
  })

  it('is at most eight places deep', () => {
    const { log, lines } = openLog()
    const deep = (depth: number): Error => (depth === 0 ? new Error('deep') : deep(depth - 1))
    log.error('defect', {}, deep(20))
    expect(String(parse(lines[0]).stack).split('\n')).toHaveLength(8)
  })

  it.each([
    ['text ABCDE1234F', 'string'],
    [{ pan: 'ABCDE1234F' }, 'object'],
    [null, 'object'],
    [7, 'number'],
  ])('that is %o is only its type', (thrown, errorName) => {
    const { log, lines } = openLog()
    log.error('defect', {}, thrown)
    expect(parse(lines[0])).toMatchObject({ errorName })
    expect(lines[0]).not.toContain('ABCDE1234F')
    expect(parse(lines[0])).not.toHaveProperty('stack')
  })

  it('cannot put its message into the log by way of its stack or its name', () => {
    const { log, lines } = openLog()
    const multiline = new Error('first\n    at 9876543210 (looks like a place)')
    log.error('defect', {}, multiline)
    const named = new Error('x')
    named.name = 'PAN ABCDE1234F'
    log.error('defect', {}, named)
    expect(lines.join('')).not.toMatch(/9876543210|ABCDE1234F/)
  })
})
