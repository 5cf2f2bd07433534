import { compareText } from '../../diagnostics/place.ts'
import type { Kustomization } from './kustomization.ts'
import { joinPath } from './paths.ts'

/** Which kustomization includes which. */
export class KustomizationGraph {
  readonly all: readonly Kustomization[]
  readonly #byPath = new Map<string, Kustomization>()

  constructor(all: readonly Kustomization[]) {
    this.all = [...all].sort((a, b) => compareText(a.file.path, b.file.path))
    for (const one of this.all) {
      this.#byPath.set(joinPath('', one.folder), one)
      this.#byPath.set(joinPath('', one.file.path), one)
    }
  }

  /** Those that no other includes: what is built and applied. A Component is never one. */
  get leaves(): readonly Kustomization[] {
    return this.all.filter((one) => !one.component && this.includedBy(one).length === 0)
  }

  at(path: string): Kustomization | undefined {
    return this.#byPath.get(path)
  }

  includes(one: Kustomization): readonly Kustomization[] {
    return [...one.resources].flatMap((path) => this.#byPath.get(path) ?? []).filter((other) => other !== one)
  }

  includedBy(one: Kustomization): readonly Kustomization[] {
    return this.all.filter((other) => other !== one && this.includes(other).includes(one))
  }

  /** A kustomization and all that it includes, near or far. */
  closure(one: Kustomization): ReadonlySet<Kustomization> {
    return reach(one, (next) => this.includes(next))
  }

  /** The leaves whose build has a kustomization in it. */
  leavesOver(one: Kustomization): readonly Kustomization[] {
    const above = reach(one, (next) => this.includedBy(next))
    return this.leaves.filter((leaf) => above.has(leaf))
  }

  /** The kustomizations whose objects pass through one: its own closure; a Component's is that of those that list it. */
  passing(one: Kustomization): ReadonlySet<Kustomization> {
    if (!one.component) return this.closure(one)
    const users = [...reach(one, (next) => (next.component ? this.includedBy(next) : []))].filter(({ component }) => !component)
    return new Set([one, ...users].flatMap((user) => [...this.closure(user)]))
  }

  /** Whether objects of a file, named as in the input, pass through a kustomization. */
  passes(one: Kustomization): (file: string) => boolean {
    const files = new Set([...this.passing(one)].flatMap(({ resources }) => [...resources]))
    return (file) => files.has(joinPath('', file))
  }
}

function reach(from: Kustomization, next: (one: Kustomization) => readonly Kustomization[]): ReadonlySet<Kustomization> {
  const found = new Set([from])
  for (const one of found) for (const other of next(one)) found.add(other)
  return found
}
