import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import type { Change, Edit, Emission } from '../../../../src/model/change.ts'
import type { Plan } from '../../plan/plan.ts'

/** Namespaces leave injection and join ambient; those outside the input by a patch. */
export function enrolNamespaces(plan: Plan): Emission {
  const changes: Change[] = []
  const diagnostics: Emission['diagnostics'][number][] = []
  for (const namespace of plan.mesh.namespaces) {
    if (!plan.moves(namespace.name) || namespace.dataPlane === 'none') continue
    const place = namespace.place
    if (place === undefined) {
      const causes = plan.workloadsIn(namespace.name).map((workload) => workload.place)
      changes.push({
        kind: 'patch',
        object: {
          apiVersion: 'v1',
          kind: 'Namespace',
          metadata: { name: namespace.name, labels: { 'istio.io/dataplane-mode': 'ambient', 'istio-injection': 'disabled' } },
        },
        causes: causes.length > 0 ? causes : mentions(plan, namespace.name),
        why: 'ztunnel takes over from the sidecars of this namespace',
      })
      diagnostics.push(
        diagnose(catalogue.namespaceNotInInput, causes[0] ?? mentions(plan, namespace.name)[0], { namespace: namespace.name }),
      )
      continue
    }
    const path = (label: string) => [...place.path, 'metadata', 'labels', label]
    const edits: Edit[] = ['istio-injection', 'istio.io/rev']
      .filter((label) => namespace.labels[label] !== undefined)
      .map((label) => ({ op: 'delete', path: path(label) }))
    if (namespace.labels['istio.io/dataplane-mode'] !== 'ambient')
      edits.push({ op: 'set', path: path('istio.io/dataplane-mode'), value: 'ambient' })
    if (edits.length === 0) continue
    const causes = [namespace.injection?.place ?? place]
    changes.push({ kind: 'edit', target: place.object, edits, causes, why: 'ztunnel takes over from the sidecars of this namespace' })
  }
  return { changes, diagnostics }
}

function mentions(plan: Plan, namespace: string) {
  const { services, authorization, routes, peerAuthentication, requestAuthentication, backendPolicies } = plan.mesh
  return [services, authorization, peerAuthentication, requestAuthentication, routes, backendPolicies]
    .flat()
    .filter((object) => object.namespace === namespace)
    .map((object) => object.place)
    .slice(0, 1)
}
