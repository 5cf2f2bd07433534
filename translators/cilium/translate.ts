import type { Emission } from '../../src/model/change.ts'
import type { EmitOptions } from '../../src/model/dialect.ts'
import type { Mesh } from '../../src/model/mesh.ts'
import { emitCilium } from './emit.ts'
import { enrolInCilium } from './enrolment/enrolment.ts'
import { prerequisitesOf } from './prerequisites/prerequisites.ts'

/** The whole translation: what is written first, then which sidecars that makes needless, and what it needs of Cilium. */
export function translateToCilium(mesh: Mesh, options: EmitOptions, meanings: readonly Mesh[] = []): Emission {
  const emission = emitCilium(mesh, options, meanings)
  const { changes, diagnostics, leaves, outlived } = enrolInCilium(mesh, options, emission)
  const prerequisites = prerequisitesOf(emission, options)
  return {
    ...emission,
    changes: [...emission.changes, ...changes],
    diagnostics: [...emission.diagnostics, ...diagnostics],
    leaves,
    outlived: [...(emission.outlived ?? []), ...outlived],
    ...(prerequisites === undefined ? {} : { prerequisites }),
  }
}
