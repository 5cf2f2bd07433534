import { setFlagsFromString } from 'node:v8'

/** By how much of what is in use the heap may grow before V8 looks for garbage again, in percent. */
const growth = 50

/**
 * Has garbage looked for before it is as much as all that is in use. V8 lets a heap of less than some hundred megabytes grow up to four times: most of what a
 * large mesh took was garbage (docs/decisions/300). `engine` may not know the flag, and would complain of it on standard error.
 */
export function growSlowly(engine: string = process.versions.v8): void {
  if (/^1[12]\./.test(engine)) setFlagsFromString(`--heap-growing-percent=${growth}`)
}
