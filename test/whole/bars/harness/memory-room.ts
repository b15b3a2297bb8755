/**
 * A limit on memory that the kernel keeps, as a container has one: a control group of its own under the one that this process is
 * in, of whichever version the machine has. Who enters it before Node starts finds a machine of that size.
 */
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface MemoryRoom extends Disposable {
  /** Goes before a command and its arguments, which then run inside. */
  readonly entry: readonly string[]
  /** How often the kernel has ended a process in it because nothing was left. */
  kills(): number
}

interface Version {
  /** Of the file system of control groups, and its options, in /proc/mounts. */
  readonly mount: RegExp
  /** The own group in /proc/self/cgroup. */
  readonly own: RegExp
  readonly limit: string
  readonly events: string
}

const VERSIONS: readonly Version[] = [
  {
    mount: /^\S+ (\S+) cgroup2 /m,
    own: /^0::(.*)$/m,
    limit: 'memory.max',
    events: 'memory.events',
  },
  {
    mount: /^\S+ (\S+) cgroup \S*\bmemory\b/m,
    own: /^\d+:(?:[^:]*,)?memory(?:,[^:]*)?:(.*)$/m,
    limit: 'memory.limit_in_bytes',
    events: 'memory.oom_control',
  },
]

/** Null where this machine does not let us make one: then nothing but what a process holds can be looked at. */
export function openMemoryRoom(bytes: number): MemoryRoom | null {
  for (const version of VERSIONS) {
    const room = tryToOpen(version, bytes)
    if (room !== null) return room
  }
  return null
}

function tryToOpen({ mount, own, limit, events }: Version, bytes: number): MemoryRoom | null {
  const at = mount.exec(read('/proc/mounts'))?.[1]
  const group = own.exec(read('/proc/self/cgroup'))?.[1]
  if (at === undefined || group === undefined) return null
  const folder = join(at, group, `finpass-graph-bar-${process.pid}-${Date.now()}`)
  try {
    mkdirSync(folder)
  } catch {
    return null // not ours to divide
  }
  const close = (): void => rmdirSync(folder)
  try {
    // Where the group above does not hand its memory on, there is no such file.
    if (!existsSync(join(folder, limit))) throw new Error('memory is not handed on')
    writeFileSync(join(folder, limit), String(bytes))
  } catch {
    close()
    return null
  }
  return {
    entry: ['/bin/sh', '-c', 'echo $$ > "$0" && exec "$@"', join(folder, 'cgroup.procs')],
    kills: () => Number(/^oom_kill (\d+)$/m.exec(read(join(folder, events)))?.[1] ?? 0),
    [Symbol.dispose]: close,
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return '' // no Linux, or not that version
  }
}
