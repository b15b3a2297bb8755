/**
 * How V8 is to make what a request needs: young, as nearly all of it dies with its answer. By itself V8 makes old from the start
 * whatever a literal makes, once most of what that literal made has outlived young collections; literals of Node's own serve
 * sockets, which stay, and answers, which go, and an old one keeps all of its answer (docs/decisions/requests-go-young.md).
 */
import { setFlagsFromString } from 'node:v8'

/** For the whole process, from now on; once, before there are requests. */
export function keepRequestsYoung(): void {
  setFlagsFromString('--no-allocation-site-pretenuring')
}
