import type { KindReader } from './dialect.ts'

/** What the readers of a kind made of an object. */
export type ReadAnswer =
  /** At least one has read it. */
  | 'read'
  /** There are some, and it is of none of them: a ConfigMap that is not Istio's. */
  | 'declined'
  /** None has read it, and one failed over it. */
  | 'failed'
  /** No reader is for the kind in this phase. */
  | 'no-reader'

/** Readers by the kind that they read. One kind may have several: istiod and another controller each make their own of an HTTPRoute. */
export class KindReaders {
  private readonly byPhase = new Map<KindReader['phase'], Map<string, KindReader[]>>()

  constructor(readers: readonly KindReader[]) {
    for (const reader of readers) {
      const key = `${reader.group}/${reader.kind}`
      const byKind = this.byPhase.get(reader.phase) ?? new Map<string, KindReader[]>()
      this.byPhase.set(reader.phase, byKind)
      byKind.set(key, [...(byKind.get(key) ?? []), reader])
    }
  }

  /** Lets every reader of a kind and a phase read, in their order. `read` gives the answer of one, undefined where it failed. */
  ask(group: string, kind: string, phase: KindReader['phase'], read: (reader: KindReader) => boolean | undefined): ReadAnswer {
    const readers = this.byPhase.get(phase)?.get(`${group}/${kind}`)
    if (readers === undefined) return 'no-reader'
    const answers = readers.map(read)
    if (answers.includes(true)) return 'read'
    if (answers.includes(undefined)) return 'failed'
    return 'declined'
  }
}
