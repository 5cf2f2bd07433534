import { objectText } from '../../../src/diagnostics/place.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import type { Service } from '../../../src/model/service.ts'
import type { Workload } from '../../../src/model/workload.ts'
import { perMesh } from '../../../src/resolve/host-index.ts'
import { egressFor, podEgressFor } from '../../../src/resolve/routes/sidecar-scope.ts'
import { tablesFor } from '../../../src/resolve/routes/tables-by-host.ts'
import { backing, containerPort } from '../../../src/resolve/services.ts'
import { notByLabels } from './known-destinations.ts'
import type { ClosedScope } from './sidecar-scopes.ts'

/**
 * Why a policy would let clients out to more of some pods than their sidecars do: it knows pods, and the routes of each Service by which the sidecars know them
 * answer some requests, change them or lead them elsewhere. Undefined where some Service leads all requests to each of the pods.
 */
export function routesBeforePods(mesh: Mesh, namespace: string, scopes: readonly ClosedScope[]): string | undefined {
  const byPods = asKnownByPods(mesh)
  for (const { labels } of scopes) {
    const client = { namespace, labels }
    const known = mesh.services.filter(
      (service) => egressFor(mesh, client, { name: service.host, namespace: service.namespace }).known === true,
    )
    for (const service of known) {
      if (notByLabels(service) !== undefined) continue
      const barred = portsOfPods(mesh, service).find(({ pod, port }) => podEgressFor(byPods, client, pod, port).allowed !== true)
      if (barred === undefined) continue
      const tables = tablesFor(mesh, [service.host]).map(({ place }) => `\`${objectText(place.object)}\``)
      const what = tables.length === 0 ? 'routes' : [...new Set(tables)].join(', ')
      return `the policy would let out to the pods of \`${objectText(service.place.object)}\` themselves, while ${what} answers, changes or leads elsewhere requests for them`
    }
  }
  return undefined
}

/** The mesh in which clients reach pods where they reach one of their Services, as Cilium lets them. */
const asKnownByPods = perMesh((mesh): Mesh => ({ ...mesh, settings: { ...mesh.settings, registryByPods: true } }))

/** Where the policy lets out to: the ports of pods that have the labels of a Service. */
function portsOfPods(mesh: Mesh, service: Service): readonly { readonly pod: Workload; readonly port: number }[] {
  const pods = backing(mesh, service).filter(({ address, hostNetwork }) => address === undefined && !hostNetwork)
  return service.ports
    .filter(({ transport }) => transport === 'TCP')
    .flatMap((own) =>
      pods.flatMap((pod) => {
        const port = containerPort(own, pod)
        return port === undefined ? [] : [{ pod, port }]
      }),
    )
}
