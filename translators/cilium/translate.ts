import type { Emission } from '../../src/model/change.ts'
import type { EmitOptions } from '../../src/model/dialect.ts'
import type { Mesh } from '../../src/model/mesh.ts'
import { emitCilium } from './emit.ts'
import { prerequisitesOf } from './prerequisites/prerequisites.ts'

/** The whole translation: what is written first, then what follows from it. */
export function translateToCilium(mesh: Mesh, options: EmitOptions): Emission {
  const emission = emitCilium(mesh, options)
  const prerequisites = prerequisitesOf(emission, options)
  return { ...emission, ...(prerequisites === undefined ? {} : { prerequisites }) }
}
