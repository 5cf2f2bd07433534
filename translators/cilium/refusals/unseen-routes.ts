import { catalogue } from '../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../src/diagnostics/diagnostic.ts'
import type { EmitOptions } from '../../../src/model/dialect.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import { controllerNamed, unseenTables } from '../../../src/resolve/routes/route-owner.ts'

/**
 * Routes for the mesh that a controller writes in the cluster and that the input does not have, such as those of Flagger's Canary: sidecars alone
 * follow them, and nothing of them is translated.
 */
export function unseenRoutes(mesh: Mesh, { assume }: EmitOptions): Diagnostic[] {
  if (assume.includes('routes-lost')) return []
  return unseenTables(mesh)
    .filter(({ controller }) => controller.mesh)
    .map(({ controller, object }) => diagnose(catalogue.routesUnseen, controller.place, { ...controllerNamed(controller), object }))
}
