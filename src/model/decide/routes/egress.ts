import type { Place } from '../../../diagnostics/place.ts'
import type { EgressVisibility } from '../../egress.ts'
import { perMesh } from '../../host-index.ts'
import { hostsMatch } from '../../hosts.ts'
import type { Mesh } from '../../mesh.ts'
import { type Labels, selects } from '../../workload.ts'

/** What a client's sidecar makes of a host that it may not know. */
export interface EgressDecision {
  readonly allowed: boolean
  readonly because: readonly Place[]
}

/**
 * Whether a sidecar lets its client reach a host: under REGISTRY_ONLY it has to be declared, and among the hosts that the client's Sidecar
 * lists (istio:pilot/pkg/model/sidecar.go, pilot/pkg/networking/core/cluster.go BlackHoleCluster).
 */
export function egressFor(
  mesh: Mesh,
  client: { readonly namespace: string | undefined; readonly labels: Labels | undefined },
  host: { readonly name: string; readonly namespace: string | undefined },
): EgressDecision {
  const [sidecar] = sidecarsFor(mesh, { namespace: client.namespace, labels: client.labels ?? {} })
  const mode = sidecar?.outboundPolicy?.mode ?? mesh.settings.outboundPolicy
  if (mode === 'allow-any') return { allowed: true, because: [] }
  const because = [sidecar?.outboundPolicy?.place ?? mesh.settings.places.outboundPolicy].flatMap((place) => place ?? [])
  if (host.namespace === undefined) return { allowed: false, because }
  if (sidecar?.hosts === undefined) return { allowed: true, because: [] }
  const listed = sidecar.hosts.some((entry) => lists(entry.host, client.namespace ?? sidecar.namespace, host.namespace!, host.name))
  return { allowed: listed, because: listed ? [] : [...because, sidecar.place] }
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
  return (where === '*' || (where === '.' ? own : where) === namespace) && (name === '*' || hostsMatch(name, host))
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

/**
 * The Sidecars that may count for a client, undefined standing for none: one that selects it, else its namespace's, else the mesh's. Without
 * labels it may be any that selects pods of the namespace.
 */
export function sidecarsFor(
  mesh: Mesh,
  { namespace, labels }: { readonly namespace: string | undefined; readonly labels: Labels | undefined },
): readonly (EgressVisibility | undefined)[] {
  const own = namespace === undefined ? [] : (sidecarsByNamespace(mesh).get(namespace) ?? [])
  const root = sidecarsByNamespace(mesh).get(mesh.settings.rootNamespace) ?? []
  const general = own.find((sidecar) => sidecar.labels === undefined) ?? root.find((sidecar) => sidecar.labels === undefined)
  const selecting = own.filter((sidecar) => sidecar.labels !== undefined && (labels === undefined || selects(sidecar.labels, labels)))
  if (labels === undefined) return [...selecting, general]
  return [selecting[0] ?? general]
}
