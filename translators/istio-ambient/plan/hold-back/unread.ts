import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import { objectText } from '../../../../src/diagnostics/place.ts'
import type { Mesh } from '../../../../src/model/mesh.ts'
import type { HoldBack } from '../plan.ts'

const decisive: ReadonlySet<string> = new Set([
  'AuthorizationPolicy',
  'RequestAuthentication',
  'PeerAuthentication',
  'Sidecar',
  'EnvoyFilter',
  'WasmPlugin',
])

/** What an unreadable policy denies is unknown: nothing that it could select moves. */
export function unreadHoldBacks(mesh: Mesh): HoldBack[] {
  return mesh.unread
    .filter((object) => decisive.has(object.kind))
    .map((object) => {
      const everywhere = object.namespace === mesh.settings.rootNamespace
      const scope = everywhere ? 'the whole mesh' : `namespace \`${object.namespace}\``
      return {
        subject: everywhere ? 'mesh' : { namespace: object.namespace },
        cause: diagnose(catalogue.unreadable, object.place, { object: objectText(object), scope }),
      }
    })
}
