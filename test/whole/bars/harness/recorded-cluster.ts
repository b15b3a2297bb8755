/**
 * A cluster that asks Finpass through a recorder, at the most talkative log level, with its log and its data in a folder of
 * its own: for the bars that look through everything a gateway says, sends and keeps.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Cluster, type ClusterOptions, openCluster } from './cluster.ts'
import { openRecorder, type Recorder } from './recorder.ts'

export interface RecordedCluster extends AsyncDisposable {
  readonly cluster: Cluster
  readonly recorder: Recorder
  /** For files of the bar's own; gone with the cluster. */
  readonly directory: string
  /** All that the gateways have logged. */
  readLog(): string
  /** The files of the gateways' data, one by one. */
  readFiles(): readonly Buffer[]
  /** Everything that Redis keeps, as it would stand on a disk; empty without one. */
  readRedis(): Promise<Buffer>
}

/** Rejects, with nothing left behind, when a part of it cannot be opened. */
export async function openRecordedCluster(options: ClusterOptions): Promise<RecordedCluster> {
  await using stack = new AsyncDisposableStack()
  const directory = await mkdtemp(join(tmpdir(), 'finpass-graph-recorded-'))
  stack.defer(() => rm(directory, { recursive: true, force: true }))
  const recorder = stack.use(await openRecorder())
  const [logPath, dataDir] = [join(directory, 'log'), join(directory, 'data')]
  const own = { FINPASS_BASE_URL: recorder.url, LOG_LEVEL: 'trace', BAR_LOG: logPath, DATA_DIR: dataDir }
  const cluster = stack.use(await openCluster({ ...options, environment: { ...own, ...options.environment } }))
  recorder.target = cluster.sandbox.url
  const opened = stack.move()
  return {
    cluster,
    recorder,
    directory,
    readLog: () => readFileSync(logPath, 'utf8'),
    readFiles() {
      if (!existsSync(dataDir)) return []
      const entries = readdirSync(dataDir, { recursive: true, withFileTypes: true })
      return entries
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => readFileSync(join(parentPath, name)))
    },
    async readRedis() {
      const { redis } = cluster
      if (redis === null) return Buffer.alloc(0)
      await redis.send('CONFIG', 'SET', 'rdbcompression', 'no')
      await redis.send('SAVE')
      return readFileSync(join(redis.directory, 'dump.rdb'))
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  }
}
