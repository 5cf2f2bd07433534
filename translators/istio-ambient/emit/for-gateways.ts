import { catalogue } from '../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../src/diagnostics/diagnostic.ts'
import { objectText } from '../../../src/diagnostics/place.ts'
import type { Emission } from '../../../src/model/change.ts'
import type { Migration } from '../migration/migration.ts'

/** Policies, token checks and extensions that stay where they are, because gateways read them and nothing else does. */
export function announceGatewayConfiguration({ input, mesh }: Migration): Emission {
  const left = new Set<object>([...mesh.authorization, ...mesh.requestAuthentication, ...mesh.peerAuthentication, ...mesh.extensions])
  const gone = [...input.authorization, ...input.requestAuthentication, ...input.peerAuthentication, ...input.extensions]
  return {
    changes: [],
    diagnostics: gone.flatMap((object) =>
      left.has(object) ? [] : [diagnose(catalogue.forGateways, object.place, { object: objectText(object.place.object) })],
    ),
  }
}
