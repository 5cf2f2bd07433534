import type { Emission } from '../../src/model/change.ts'
import type { EmitOptions } from '../../src/model/dialect.ts'
import type { Mesh } from '../../src/model/mesh.ts'
import { emitCilium } from './emit.ts'
import { enrolInCilium } from './enrolment/enrolment.ts'
import { ciliumPlacementOf } from './placement.ts'
import { prerequisitesOf } from './prerequisites/prerequisites.ts'

/**
 * The whole translation: what is written first, then which sidecars that makes needless, and what it needs of Cilium. `meanings` are the other
 * meshes that the input may mean.
 */
export function translateToCilium(mesh: Mesh, options: EmitOptions, meanings: readonly Mesh[] = []): Emission {
  const placement = ciliumPlacementOf(mesh, options, meanings)
  const emission = emitCilium(mesh, options, placement)
  const { changes, diagnostics, leaves, outlived } = enrolInCilium(mesh, options, emission, placement)
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
