import { objectText } from '../../../src/diagnostics/place.ts'
import { mayHaveSidecars } from '../../../src/model/data-plane.ts'
import type { EmitOptions } from '../../../src/model/dialect.ts'
import { meetsSelector } from '../../../src/model/label-selector.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import type { Service, ServicePort } from '../../../src/model/service.ts'
import type { ExternalAuthorizer } from '../../../src/model/settings.ts'
import type { Workload } from '../../../src/model/workload.ts'
import { attachedTo, policiesOf } from '../../../src/resolve/attachment.ts'
import { servicesForHost } from '../../../src/resolve/hosts.ts'
import { modeUnder, possibleMtlsLevels } from '../../../src/resolve/peer-authentication.ts'
import { egressFor } from '../../../src/resolve/routes/sidecar-scope.ts'
import { backing, containerPort } from '../../../src/resolve/services.ts'
import { routeFor, settingsFor } from '../routes/said-of-service.ts'

/** The Service of the input that an authorizer, or a rate limit service, is behind, or why there is none that nodes can ask. */
export function authorizerService(
  { service: named, port, protocol }: Pick<ExternalAuthorizer, 'service' | 'port' | 'protocol'>,
  mesh: Mesh,
): { readonly service: Service; readonly port: ServicePort } | string {
  const [namespace, host] = named.includes('/') ? named.split('/') : [undefined, named]
  const owners = servicesForHost(mesh, host ?? '', '').filter((owner) => namespace === undefined || owner.namespace === namespace)
  const [owner] = owners
  if (owner === undefined || owners.length > 1) return `\`${named}\` is not one Service of the input`
  const what = `\`${objectText(owner.place.object)}\``
  if ('resolution' in owner || owner.headless || owner.selector === undefined || owner.externalName !== undefined)
    return `${what} is not a Service with pods and an address of its own`
  const own = owner.ports.find((one) => one.port === port && one.transport === 'TCP')
  if (own === undefined) return `${what} has no port ${port}`
  const speaks = protocol === 'grpc' ? ['grpc', 'http2'] : ['http']
  return speaks.includes(own.protocol) ? { service: owner, port: own } : `port ${port} of ${what} does not say that it speaks ${speaks[0]}`
}

/**
 * Why the proxies of nodes may not reach an authorizer as the sidecars of the pods do: they have the identity of a node, no certificate, and know no Sidecar. With
 * `failOpen` an authorizer that is not reached lets everything in, without it nothing.
 */
export function reachObstacle(
  { service, port }: { readonly service: Service; readonly port: ServicePort },
  askers: readonly Workload[],
  mesh: Mesh,
  options: EmitOptions,
): string | undefined {
  const what = `\`${objectText(service.place.object)}\``
  for (const { namespace, labels } of askers) {
    const { known } = egressFor(mesh, { namespace, labels }, { name: service.host, namespace: service.namespace })
    if (known !== true) return `sidecars of the pods may not know ${what}`
  }
  const said = routeFor(service, mesh) ?? settingsFor(service, mesh)
  if (said !== undefined) return `\`${objectText(said.object)}\` says how ${what} is called`
  return networkObstacle(service, askers, mesh) ?? podObstacle(service, port, askers, mesh, options)
}

/** Policies of the network know pods from nodes. */
function networkObstacle(service: Service, askers: readonly Workload[], mesh: Mesh): string | undefined {
  const pods = backing(mesh, service)
  const policy = mesh.networkPolicies.find(
    ({ namespace, pods: chosen, directions }) =>
      (directions.includes('ingress') && namespace === service.namespace && pods.some(({ labels }) => meetsSelector(chosen, labels))) ||
      (directions.includes('egress') && askers.some((pod) => pod.namespace === namespace && meetsSelector(chosen, pod.labels))),
  )
  const of = new Set(['', service.namespace, ...askers.map(({ namespace }) => namespace)])
  const found = policy ?? mesh.endpointPolicies.find(({ namespace }) => of.has(namespace))
  return found === undefined ? undefined : `\`${objectText(found.place.object)}\` may decide who calls it`
}

function podObstacle(
  service: Service,
  port: ServicePort,
  askers: readonly Workload[],
  mesh: Mesh,
  { assume }: EmitOptions,
): string | undefined {
  const pods = backing(mesh, service)
  if (pods.length === 0) return `the input has no pods of \`${objectText(service.place.object)}\``
  for (const pod of pods) {
    const name = objectText(pod.place.object)
    if (askers.includes(pod)) return `\`${name}\` would be asked about requests to itself`
    const { authorization, requestAuthentication } = policiesOf(mesh, pod)
    const policy = [...authorization.filter(({ effect, dryRun }) => effect !== 'audit' && !dryRun), ...requestAuthentication][0]
    const filters = assume.includes('extensions-reviewed') ? [] : mesh.extensions
    const deciding = filters.find(
      ({ mayDecideAccess, contexts, attachment }) =>
        mayDecideAccess && contexts.some((context) => context !== 'gateway') && attachedTo(attachment, pod, mesh.settings),
    )
    const found = policy ?? deciding
    if (found !== undefined) return `\`${objectText(found.place.object)}\` decides who may call it`
    const inner = containerPort(port, pod)
    const isStrict = possibleMtlsLevels(mesh, pod).some((levels) => inner === undefined || modeUnder(levels, inner).mode === 'strict')
    if (isStrict && mayHaveSidecars(pod.dataPlane)) return `\`${name}\` takes no requests without mutual TLS (STRICT)`
  }
  return undefined
}
