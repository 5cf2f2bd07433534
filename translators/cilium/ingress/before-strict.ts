import { catalogue } from '../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../src/diagnostics/diagnostic.ts'
import { objectText, type Place } from '../../../src/diagnostics/place.ts'
import { mayHaveSidecars } from '../../../src/model/data-plane.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import type { RouteTable } from '../../../src/model/route.ts'
import type { Service } from '../../../src/model/service.ts'
import { flattenDelegates } from '../../../src/resolve/delegates.ts'
import { routedServiceOfHost } from '../../../src/resolve/hosts.ts'
import { resolvePeerAuthentication } from '../../../src/resolve/peer-authentication.ts'
import { backing, containerPort } from '../../../src/resolve/services.ts'
import type { StrictResult } from '../authentication/strict.ts'
import { ciliumName } from './names.ts'
import type { IngressResult } from './translate.ts'

/**
 * Gateways of Cilium that lead to pods whose sidecars go on to refuse plaintext: the gateways of Istio show them a certificate, those of Cilium have none. Requests are
 * denied there until what keeps STRICT is resolved.
 */
export function gatewaysBeforeStrict(mesh: Mesh, { moved }: IngressResult, { replaced }: StrictResult): readonly Diagnostic[] {
  if (replaced.length > 0) return []
  return moved.flatMap(({ gateway, tables }) =>
    tables.flatMap((table) => {
      const refusing = servicesBehind(table, mesh).flatMap((service) => strictBefore(service, mesh) ?? [])
      const [first] = refusing
      if (first === undefined) return []
      const { namespace } = gateway
      const name = ciliumName(gateway)
      const params = {
        cilium: `${namespace}/${name}`,
        service: objectText(first.service.place.object),
        policy: objectText(first.policy.object),
      }
      return [
        diagnose(catalogue.ciliumGatewayRefused, table.place.field('spec'), params, { announcesAt: [{ of: 'gateway', namespace, name }] }),
      ]
    }),
  )
}

function servicesBehind(table: RouteTable, mesh: Mesh): readonly Service[] {
  const { http } = flattenDelegates(table, mesh).table
  const hosts = http.flatMap(({ action }) => action.backends.map(({ host }) => host))
  return [...new Set(hosts.flatMap((host) => routedServiceOfHost(mesh, host, table.namespace) ?? []))]
}

/** What refuses plaintext on some port of its pods. */
function strictBefore(service: Service, mesh: Mesh): { readonly service: Service; readonly policy: Place } | undefined {
  for (const pod of backing(mesh, service).filter(({ dataPlane }) => mayHaveSidecars(dataPlane)))
    for (const port of service.ports) {
      const { mode, decidedBy } = resolvePeerAuthentication(mesh, pod, containerPort(port, pod))
      if (mode === 'strict') return { service, policy: decidedBy[0]! }
    }
  return undefined
}
