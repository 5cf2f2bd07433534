import { catalogue } from '../../../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../../../src/diagnostics/diagnostic.ts'
import type { Place } from '../../../../../src/diagnostics/place.ts'
import type { Mesh } from '../../../../../src/model/mesh.ts'
import { isSystemNamespace, mayHaveSidecar, namespacesWithoutEvidence, showsSidecar, showsSidecars } from '../../enrolment.ts'
import type { HoldBack } from '../../migration.ts'
import type { Topology } from '../../topology.ts'

/**
 * Namespaces that nothing in the input shows to be in the mesh, with one finding for all of them, and those of the system. Where some pods of
 * such a namespace say that they have sidecars, the others stay.
 */
export function notEnrolledHoldBacks(mesh: Mesh, topology: Topology): HoldBack[] {
  const unshown = namespacesWithoutEvidence(mesh, topology).map(({ name }) => name)
  const system = mesh.namespaces.filter((namespace) => isSystemNamespace(namespace.name, mesh) && showsSidecars(namespace, topology))
  const holds = system.map(({ name, injection, place }): HoldBack => {
    const at = injection?.place ?? place ?? firstIn(mesh, name)
    return { subject: { namespace: name }, cause: diagnose(catalogue.systemNamespaceStays, at, { namespace: name }) }
  })
  for (const namespace of mesh.namespaces) {
    if (namespace.dataPlane !== 'unknown' || !showsSidecars(namespace, topology)) continue
    const unsure = topology.workloadsIn(namespace.name).filter((pods) => mayHaveSidecar(pods) && !showsSidecar(pods))
    for (const workload of unsure) {
      const params = { workload: workload.name, namespace: namespace.name }
      holds.push({ subject: { workload }, cause: diagnose(catalogue.podsNotShown, workload.place, params) })
    }
  }
  if (unshown.length === 0) return holds
  const cause = diagnose(catalogue.namespacesNotShown, firstIn(mesh, unshown[0]!), { namespaces: unshown })
  return [...holds, ...unshown.map((namespace): HoldBack => ({ subject: { namespace }, cause }))]
}

/** Where a namespace without a Namespace object is spoken of first. */
function firstIn(mesh: Mesh, namespace: string): Place | undefined {
  const { workloads, services, authorization, peerAuthentication, requestAuthentication, routes, backendPolicies } = mesh
  const { egress, extensions, externalHosts, endpointPolicies } = mesh
  return [
    ...[workloads, services, authorization, peerAuthentication, requestAuthentication, routes, backendPolicies],
    ...[egress, extensions, externalHosts, endpointPolicies],
  ]
    .flat()
    .find((object) => object.namespace === namespace)?.place
}
