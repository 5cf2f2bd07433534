import type { Emission } from '../../../src/model/change.ts'
import type { EmitOptions } from '../../../src/model/dialect.ts'
import type { Prerequisites } from '../../../src/model/prerequisites.ts'
import { gatewayApiCrds } from './gateway-api-crds.ts'
import { helmValuesFor } from './helm-values.ts'
import { usedBy } from './uses.ts'

/** What Cilium needs so that the output decides as it was compared; undefined where nothing is added. */
export function prerequisitesOf({ changes, routesOffNodes }: Emission, options: EmitOptions): Prerequisites | undefined {
  const uses = usedBy(changes, routesOffNodes)
  const values = helmValuesFor(uses, options)
  const crds = uses.gatewayApi ? gatewayApiCrds(options.versions) : undefined
  if (values.length === 0 && crds === undefined) return undefined
  return { values, crds: crds === undefined ? [] : [crds] }
}
