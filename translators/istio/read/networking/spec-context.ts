import type { ReadContext } from '../../../../src/model/dialect.ts'

/** What the readers of a spec's parts know: the run, and the namespace that short names belong to. */
export interface SpecContext extends ReadContext {
  readonly namespace: string
}
