import type { Place } from '../../diagnostics/place.ts'
import type { EgressVisibility } from '../egress.ts'
import { perMesh } from '../host-index.ts'
import { hostsMatch } from '../hosts.ts'
import type { Mesh } from '../mesh.ts'
import { type Labels, selects } from '../workload.ts'

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
  const sidecar = sidecarOf(mesh, client)
  const mode = sidecar?.outboundPolicy?.mode ?? mesh.settings.outboundPolicy
  if (mode === 'allow-any') return { allowed: true, because: [] }
  const because = [sidecar?.outboundPolicy?.place ?? mesh.settings.places.outboundPolicy].flatMap((place) => place ?? [])
  if (host.namespace === undefined) return { allowed: false, because }
  if (sidecar?.hosts === undefined) return { allowed: true, because: [] }
  const listed = sidecar.hosts.some((entry) => lists(entry.host, sidecar.namespace, host.namespace!, host.name))
  return { allowed: listed, because: listed ? [] : [...because, sidecar.place] }
}

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

/** The Sidecar that counts for a client: one that selects it, its namespace's, the mesh's. */
function sidecarOf(
  mesh: Mesh,
  { namespace, labels }: { readonly namespace: string | undefined; readonly labels: Labels | undefined },
): EgressVisibility | undefined {
  const own = namespace === undefined ? [] : (sidecarsByNamespace(mesh).get(namespace) ?? [])
  const selecting = own.find((sidecar) => sidecar.labels !== undefined && labels !== undefined && selects(sidecar.labels, labels))
  const root = sidecarsByNamespace(mesh).get(mesh.settings.rootNamespace) ?? []
  return selecting ?? own.find((sidecar) => sidecar.labels === undefined) ?? root.find((sidecar) => sidecar.labels === undefined)
}
