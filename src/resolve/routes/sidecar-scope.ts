import { compareText, type Place } from '../../diagnostics/place.ts'
import type { EgressVisibility } from '../../model/egress.ts'
import type { Mesh } from '../../model/mesh.ts'
import type { Service } from '../../model/service.ts'
import { type Labels, selects, type Workload } from '../../model/workload.ts'
import { perMesh } from '../host-index.ts'
import { hostsMatch, isAlias, isExportedTo, routedServiceOfHost, servicesForHost } from '../hosts.ts'
import { backing, containerPort, servicesSelecting } from '../services.ts'
import type { Truth } from '../truth.ts'
import { isLedStraight } from './led-straight.ts'

/** What a client's sidecar makes of a destination that it may not know. */
export interface EgressDecision {
  /** Unknown where several Sidecars may be the client's and they differ. */
  readonly allowed: Truth
  /** Whether the sidecar has a cluster for it. What it has none for leaves through PassthroughCluster, in plaintext and without identity. */
  readonly known: Truth
  readonly because: readonly Place[]
  /** What each Sidecar that may be the client's says, by value: tells two doubts apart. */
  readonly each: string
}

export interface EgressClient {
  readonly namespace: string | undefined
  /** Undefined where the input does not say: it may be any Sidecar that selects pods of the namespace. */
  readonly labels: Labels | undefined
}

/**
 * Whether a sidecar knows a host, and lets its client reach it: under REGISTRY_ONLY it has to be declared, exported to the client's namespace,
 * and among the hosts that the client's Sidecar lists (istio:pilot/pkg/model/sidecar.go, pilot/pkg/model/push_context.go,
 * pilot/pkg/networking/core/cluster.go BlackHoleCluster).
 */
export function egressFor(mesh: Mesh, client: EgressClient, host: EgressHost): EgressDecision {
  const exported = (): boolean => isExportedHost(mesh, host.name, client.namespace)
  return joined(
    mesh,
    client,
    (sidecar) => host.namespace !== undefined && exported() && listedBy(sidecar, client.namespace, host.namespace, host.name),
    knowsPodsBehind(mesh, client, host),
  )
}

/** A host by its full name, where it is declared, and the port that is called; without the port nothing is said of the pods behind it. */
interface EgressHost {
  readonly name: string
  readonly namespace: string | undefined
  readonly port?: number
}

/**
 * The same for a pod's own address, which only a headless Service declares, on its own ports
 * (istio:pilot/pkg/networking/core/listener.go buildSidecarOutboundListeners).
 */
export function podEgressFor(mesh: Mesh, client: EgressClient, pod: Workload, port: number): EgressDecision {
  return joined(mesh, client, knowsOneOf(mesh, client, headlessServices(mesh, pod, port)), knowsPod(mesh, client, pod, port))
}

/** Whether a sidecar knows one of some Services. */
function knowsOneOf(mesh: Mesh, client: EgressClient, services: readonly Service[]): OfSidecar {
  const exported = services.filter((service) => isExportedTo(mesh, service, client.namespace))
  return (sidecar) => exported.some((service) => listedBy(sidecar, client.namespace, service.namespace, service.host))
}

/** Whether a sidecar knows a Service that leads to a port of a pod, by routes that keep no request from it. */
function knowsPod(mesh: Mesh, client: EgressClient, pod: Workload, port: number): OfSidecar {
  const behind = servicesSelecting(mesh, pod)
    .filter((service) => service.ports.some((own) => containerPort(own, pod) === port))
    .filter((service) => isLedStraight(mesh, client.namespace, service, pod))
  return knowsOneOf(mesh, client, behind)
}

/** Whether a sidecar knows, by whatever Services, all of the pods behind a port of a host. */
function knowsPodsBehind(mesh: Mesh, client: EgressClient, { name, port }: EgressHost): OfSidecar {
  if (mesh.settings.registryByPods !== true || port === undefined) return () => false
  const service = routedServiceOfHost(mesh, name, '')
  const called = service?.ports.find((own) => own.port === port)
  const pods = service === undefined || called === undefined ? [] : backing(mesh, service)
  const known = pods.map((pod) => {
    const inner = containerPort(called!, pod)
    return inner === undefined ? () => false : knowsPod(mesh, client, pod, inner)
  })
  return (sidecar) => known.length > 0 && known.every((of) => of(sidecar))
}

/** The headless Services that declare a port of a pod. */
export function headlessServices(mesh: Mesh, pod: Workload, port: number): readonly Service[] {
  return servicesSelecting(mesh, pod).filter((service) => service.headless && service.ports.some((own) => own.port === port))
}

/** What becomes of a request for a host that no proxy knows, sent to the address of one that it may know. */
export function strangeEgressFor(mesh: Mesh, client: EgressClient, addressed: EgressHost): EgressDecision {
  const { name, namespace } = addressed
  const knowsPods = knowsPodsBehind(mesh, client, addressed)
  return joined(
    mesh,
    client,
    () => false,
    (sidecar) =>
      (namespace !== undefined && isExportedHost(mesh, name, client.namespace) && listedBy(sidecar, client.namespace, namespace, name)) ||
      knowsPods(sidecar),
  )
}

type OfSidecar = (sidecar: EgressVisibility | undefined) => boolean

/** `reached`: whether the pods behind an address can be reached by some host that the sidecar knows. */
function joined(mesh: Mesh, client: EgressClient, known: OfSidecar, reached: OfSidecar = () => false): EgressDecision {
  const sidecars = sidecarsFor(mesh, client)
  const each = sidecars.map((sidecar): Omit<EgressDecision, 'each'> => {
    if (known(sidecar)) return { allowed: true, known: true, because: [] }
    const scope = sidecar?.hosts === undefined ? undefined : sidecar.place
    const mode = sidecar?.outboundPolicy?.mode ?? mesh.settings.outboundPolicy
    if (mode === 'allow-any') return { allowed: true, known: false, because: scope === undefined ? [] : [scope] }
    if (mesh.settings.registryByPods === true && reached(sidecar)) return { allowed: true, known: false, because: [] }
    const policy = sidecar?.outboundPolicy?.place ?? mesh.settings.places.outboundPolicy
    return { allowed: false, known: false, because: [policy, scope].flatMap((place) => place ?? []) }
  })
  return {
    allowed: common(each.map(({ allowed }) => allowed)),
    known: common(each.map(({ known: one }) => one)),
    because: [...new Set(each.flatMap(({ because }) => because))],
    each: eachText(sidecars, each),
  }
}

function eachText(sidecars: readonly (EgressVisibility | undefined)[], each: readonly Pick<EgressDecision, 'allowed' | 'known'>[]): string {
  const [only] = each
  // Most clients have one Sidecar that counts, for all of a namespace.
  if (only !== undefined && each.length === 1 && sidecars[0]?.labels === undefined) return `[[[],${only.allowed},${only.known}]]`
  return JSON.stringify(each.map(({ allowed, known }, index) => [sortedLabels(sidecars[index]?.labels), allowed, known]))
}

/** Labels by value, whatever their order. */
export function sortedLabels(labels: Labels = {}): readonly (readonly [string, string])[] {
  return Object.entries(labels).sort(([a], [b]) => compareText(a, b))
}

function common(values: readonly Truth[]): Truth {
  return values.every((value) => value === values[0]) ? values[0]! : 'unknown'
}

/** An ExternalName Service has nothing of its own: its name counts where that of which it is another name is exported. */
function isExportedHost(mesh: Mesh, host: string, client: string | undefined): boolean {
  return servicesForHost(mesh, host, '').some((owner) => !isAlias(owner) && isExportedTo(mesh, owner, client))
}

/** Whether a Sidecar lists a host of a namespace for its clients; one that lists nothing lists all. */
export function listedBy(sidecar: EgressVisibility | undefined, client: string | undefined, namespace: string, name: string): boolean {
  if (sidecar?.hosts === undefined) return true
  return sidecar.hosts.some((entry) => lists(entry.host, client ?? sidecar.namespace, namespace, name))
}

/**
 * Whether a Sidecar lets its client see a table of routes for any of its hosts: hosts are listed by the namespace of the table
 * (istio:pilot/pkg/model/sidecar.go selectVirtualServices).
 */
export function seesTable(sidecar: EgressVisibility | undefined, client: string, table: string, hosts: readonly string[]): boolean {
  if (sidecar?.hosts === undefined) return true
  return sidecar.hosts.some((entry) => hosts.some((host) => lists(entry.host, client, table, host)))
}

/** One entry of a Sidecar; `own` is the client's namespace, for which `.` stands. */
function lists(entry: string, own: string, namespace: string, host: string): boolean {
  const slash = entry.indexOf('/')
  const [where, name] = slash < 0 ? ['*', entry] : [entry.slice(0, slash), entry.slice(slash + 1)]
  if (where === '~') return false
  return (where === '*' || (where === '.' ? own : where) === namespace) && hostsMatch(name, host)
}

const sidecarsByNamespace = perMesh((mesh) => {
  const index = new Map<string, EgressVisibility[]>()
  for (const sidecar of mesh.egress) {
    const known = index.get(sidecar.namespace)
    if (known === undefined) index.set(sidecar.namespace, [sidecar])
    else known.push(sidecar)
  }
  return index
})

/** The Sidecars of a namespace itself, in the order of the input: of two namespaces with equal `sidecarsText` they say one by one the same. */
export function ownSidecars(mesh: Mesh, namespace: string): readonly EgressVisibility[] {
  return sidecarsByNamespace(mesh).get(namespace) ?? []
}

/**
 * All that the Sidecars of a namespace say of what its clients may see, as a text: namespaces with equal texts see the same of a host, unless
 * one of them is the host's own or that of a table of routes, for which a listed `./*` stands.
 */
export function sidecarsText(mesh: Mesh, namespace: string): string {
  return textsByNamespace(mesh).get(namespace) ?? ''
}

const textsByNamespace = perMesh(
  (mesh) =>
    new Map(
      [...sidecarsByNamespace(mesh)].map(([namespace, sidecars]) => [
        namespace,
        JSON.stringify(
          sidecars.map(({ labels, hosts, outboundPolicy, creationTimestamp }) => [
            labels === undefined ? 'all' : sortedLabels(labels),
            hosts?.map(({ host }) => host) ?? 'every host',
            outboundPolicy?.mode ?? 'unset',
            // One alone counts whatever its age is.
            ...(sidecars.length > 1 ? [creationTimestamp ?? 'no age'] : []),
          ]),
        ),
      ]),
    ),
)

/**
 * The Sidecars that may count for a client, undefined standing for none: one that selects it, else its namespace's, else the mesh's. Without
 * labels it may be any that selects pods of the namespace. Of several the oldest counts; where the input does not say which that is, it may be any of
 * them (istio:pilot/pkg/model/push_context.go initSidecarScopes).
 */
export function sidecarsFor(
  mesh: Mesh,
  { namespace, labels }: { readonly namespace: string | undefined; readonly labels: Labels | undefined },
): readonly (EgressVisibility | undefined)[] {
  const memory = countingByNamespace(mesh)
  const counting = memory.get(namespace) ?? countingSidecars(mesh, namespace)
  memory.set(namespace, counting)
  const { all, limited, general } = counting
  if (labels === undefined) return all
  const selecting = limited.filter((sidecar) => selects(sidecar.labels!, labels))
  return selecting.length > 0 ? oldestOf(selecting) : general
}

/** The Sidecars that may count in a namespace: those for some labels, those for all others, and both. */
interface CountingSidecars {
  readonly limited: readonly EgressVisibility[]
  readonly general: readonly (EgressVisibility | undefined)[]
  readonly all: readonly (EgressVisibility | undefined)[]
}

const countingByNamespace = perMesh(() => new Map<string | undefined, CountingSidecars>())

function countingSidecars(mesh: Mesh, namespace: string | undefined): CountingSidecars {
  const own = namespace === undefined ? [] : (sidecarsByNamespace(mesh).get(namespace) ?? [])
  const root = sidecarsByNamespace(mesh).get(mesh.settings.rootNamespace) ?? []
  const [generals = []] = [own, root]
    .map((list) => list.filter((sidecar) => sidecar.labels === undefined))
    .filter((list) => list.length > 0)
  const general: readonly (EgressVisibility | undefined)[] = generals.length === 0 ? [undefined] : oldestOf(generals)
  const limited = own.filter((sidecar) => sidecar.labels !== undefined)
  return { limited, general, all: [...limited, ...general] }
}

/** The oldest, or all where an age is missing; of two that are equally old the first by name. */
export function oldestOf(sidecars: readonly EgressVisibility[]): readonly EgressVisibility[] {
  const ages = sidecars.map(({ creationTimestamp = '' }) => Date.parse(creationTimestamp))
  if (sidecars.length > 1 && ages.some(Number.isNaN)) return sidecars
  return sidecars.filter((_, index) => index === ages.indexOf(Math.min(...ages)) || sidecars.length === 1)
}
