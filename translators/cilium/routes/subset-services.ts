import type { Place } from '../../../src/diagnostics/place.ts'
import type { Subset } from '../../../src/model/backend.ts'
import { managedBy } from '../../../src/model/managed-by.ts'
import { type Mesh, resolveHost } from '../../../src/model/mesh.ts'
import type { Json, KubernetesObject } from '../../../src/model/object.ts'
import type { Service } from '../../../src/model/service.ts'
import { policiesCovering } from '../../../src/resolve/backend-policies.ts'
import { perMesh } from '../../../src/resolve/host-index.ts'
import { isRegistryHost, serviceOfHost } from '../../../src/resolve/hosts.ts'
import { type Attempt, failed } from '../../gateway-api/write/obstacle.ts'
import { writtenPort } from '../../gateway-api/write/service-port.ts'

/** A Service for the pods of one subset: Cilium knows the endpoints of Services, and no labels of them. */
export interface SubsetService {
  readonly service: Service
  readonly subset: Subset
  readonly name: string
  readonly object: KubernetesObject
}

/** The Services that stand for subsets, each made when it is first named. */
export class SubsetServices {
  readonly #made = new Map<Subset, SubsetService>()
  readonly #mesh: Mesh

  constructor(mesh: Mesh) {
    this.#mesh = mesh
  }

  /** The name of the Service for a subset, or why it can have none. */
  nameOf(service: Service, subset: Subset, at: Place): Attempt<string> {
    const known = this.#made.get(subset)
    if (known !== undefined) return { value: known.name }
    const made = subsetService(service, subset, at, this.#mesh)
    if (failed(made)) return made
    this.#made.set(subset, made.value)
    return { value: made.value.name }
  }

  /** The Services of these subsets. */
  of(subsets: ReadonlySet<Subset>): readonly SubsetService[] {
    return [...this.#made.values()].filter(({ subset }) => subsets.has(subset))
  }
}

function subsetService(service: Service, subset: Subset, at: Place, mesh: Mesh): Attempt<SubsetService> {
  const stop = (what: string, place: Place = at) => ({ obstacles: [{ place, what }] })
  const { selector, namespace } = service
  if (selector === undefined) return stop(`a subset of \`${service.name}\`, which has no selector`)
  const clash = Object.entries(subset.labels).some(([key, value]) => Object.hasOwn(selector, key) && selector[key] !== value)
  if (clash) return stop('a subset whose labels the Service never selects', subset.place)
  const plain = plaintextOf(service, mesh)
  if (plain !== undefined)
    return stop(`a subset of \`${service.name}\`, to which sidecars send plaintext, as they would not to a Service of its own`, plain)
  const name = namesFor(service, subset).find(
    (one) => isFree(`${namespace}/${one}`, mesh) && !isRegistryHost(mesh, resolveHost(one, namespace, mesh.settings.clusterDomain)),
  )
  if (name === undefined || !/^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name))
    return stop('a subset whose name makes no name of a Service', subset.place)
  const object: KubernetesObject = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace, labels: managedBy },
    spec: { selector: { ...selector, ...subset.labels }, ...endpointSettings(service), ports: service.ports.map(writtenPort) },
  }
  return { value: { service, subset, name, object } }
}

/**
 * Where a DestinationRule has sidecars send plaintext to a Service. It does not speak of the Service of a subset, to which they speak mutual TLS on their own:
 * pods that refuse plaintext (STRICT, or policies by identity) would take what they refuse today.
 */
function plaintextOf({ host }: Service, mesh: Mesh): Place | undefined {
  const policies = policiesCovering(mesh, host).flatMap(({ policy, subsets }) => [policy, ...subsets.map((one) => one.policy)])
  return policies
    .flatMap((one) => [one?.tls, ...(one?.ports.map(({ tls }) => tls) ?? [])])
    .find((tls) => tls?.mode === 'disable')
    ?.place.field('mode')
}

/** Settings of a Service are texts of JSON in the model. */
function endpointSettings({ endpointSettings: settings = {} }: Service): { readonly [field: string]: Json } {
  return Object.fromEntries(Object.entries(settings).map(([field, text]) => [field, JSON.parse(text) as Json]))
}

function namesFor(service: Service, subset: Subset): readonly string[] {
  return [`${service.name}-${subset.name}`, `${service.name}-subset-${subset.name}`]
}

/** A name that two subsets could give to their Services is of neither: `a` with `b-c` and `a-b` with `c`. */
function isFree(name: string, mesh: Mesh): boolean {
  return (claims(mesh).get(name) ?? 0) <= 1
}

const claims = perMesh((mesh) => {
  const counts = new Map<string, number>()
  for (const { host, namespace, subsets } of mesh.backendPolicies) {
    const service = serviceOfHost(mesh, host, namespace)
    if (service === undefined) continue
    for (const name of subsets.flatMap((subset) => namesFor(service, subset))) {
      const key = `${service.namespace}/${name}`
      counts.set(key, (counts.get(key) ?? 0) + 1)
    }
  }
  return counts
})
