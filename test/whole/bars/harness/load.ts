/** The load generator as a bar sees it, and processes that keep to a core of their own. */
import { execFileSync } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { type Child, openChild } from './child.ts'
import type { Load, LoadFigures, LoadTarget } from './load-process.ts'

export interface LoadGenerator extends AsyncDisposable {
  readonly pid: number
  /** Resolves once everything is answered, or nobody would wait for it any longer. */
  run(load: Load): Promise<LoadFigures>
}

export async function openLoadGenerator(target: LoadTarget): Promise<LoadGenerator> {
  const child: Child<unknown> = await openChild({ script: 'load-process.ts' })
  await child.request('setTarget', target)
  return {
    pid: child.pid,
    run: (load) => child.request('run', load) as Promise<LoadFigures>, // what load-process.ts answers with
    async [Symbol.asyncDispose]() {
      if (!child.isRunning) return
      child.signal('SIGKILL')
      await child.exited
    },
  }
}

/** Keeps every thread of a process to one core; does nothing where there is one core only. */
export function keepToCore(pid: number, core: number): void {
  if (availableParallelism() > 1)
    execFileSync('taskset', ['--all-tasks', '--cpu-list', '--pid', String(core), String(pid)])
}
