import { hasSidecar } from '../../../src/model/data-plane.ts'
import { isServiceOfGateways } from '../../../src/resolve/gateway-pods.ts'
import { indexByNamespace, perMesh } from '../../../src/resolve/host-index.ts'
import type { Migration } from './migration.ts'

/**
 * True for namespaces that get `istio-injection: disabled` beside the label of ambient mode: nothing in them is injected any more, whatever
 * labels they had by hand and whatever their pods ask for. Where pods or gateways still need the injector the labels are taken away
 * instead, because with any other value than `enabled` every webhook leaves the namespace alone
 * (istio:manifests/charts/istio-control/istio-discovery/templates/mutatingwebhook.yaml).
 */
export function isClosedToInjection(migration: Migration, name: string): boolean {
  const namespace = migration.namespaceNamed(name)
  if (namespace?.place === undefined || !hasSidecar(namespace.dataPlane) || !migration.moves(name)) return false
  return !migration.staying.some((workload) => workload.namespace === name) && !hasGatewaysNotShown(migration, name)
}

/** Gateways that a Helm release keeps outside of the input are known by the Services in front of them. */
function hasGatewaysNotShown({ input, workloadsOf }: Migration, name: string): boolean {
  return servicesOfInput(input)(name).some((service) => workloadsOf(service).length === 0 && isServiceOfGateways(service, input))
}

const servicesOfInput = perMesh(({ services }) => indexByNamespace(services))
