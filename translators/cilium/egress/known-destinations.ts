import { catalogue } from '../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../src/diagnostics/diagnostic.ts'
import { objectText } from '../../../src/diagnostics/place.ts'
import { canonical } from '../../../src/model/canonical.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import type { Service } from '../../../src/model/service.ts'
import type { Labels } from '../../../src/model/workload.ts'
import { egressFor } from '../../../src/resolve/routes/sidecar-scope.ts'
import { filteredLabel } from '../identity-labels.ts'
import type { HostsAtPorts, PodsAtPorts } from './entries.ts'
import { isNameable, notByDns } from './outside-hosts.ts'

/** What the sidecars of some pods of a namespace know, as pods and hosts; what labels and names do not say of it is left out, with a finding. */
export interface KnownDestinations {
  readonly pods: readonly PodsAtPorts[]
  readonly hosts: readonly HostsAtPorts[]
  readonly leftOut: readonly Diagnostic[]
}

/** Stands for any label below a wildcard: no Sidecar can list it, as no name of DNS that Istio takes has it. */
const unlistedLabel = '_'

export function knownDestinations(mesh: Mesh, namespace: string, labels: Labels): KnownDestinations {
  const isKnown = (name: string, owner: string): boolean =>
    egressFor(mesh, { namespace, labels }, { name, namespace: owner }).known === true
  const leftOut: Diagnostic[] = []
  const pods = new Map<string, { readonly of: Omit<PodsAtPorts, 'ports'>; readonly ports: Set<number | string> }>()
  for (const service of mesh.services) {
    const ports = service.ports.filter(({ transport }) => transport === 'TCP')
    if (ports.length === 0 || !isKnown(service.host, service.namespace)) continue
    const reason = notByLabels(service)
    if (reason !== undefined) {
      const { place } = service
      leftOut.push(diagnose(catalogue.ciliumDestinationLeftOut, place, { destination: objectText(place.object), namespace, reason }))
      continue
    }
    const of = { namespace: service.namespace, labels: service.selector! }
    const known = pods.get(canonical(of)) ?? { of, ports: new Set() }
    for (const { targetPort } of ports) known.ports.add(targetPort)
    pods.set(canonical(of), known)
  }
  const hosts: HostsAtPorts[] = []
  for (const entry of mesh.externalHosts) {
    const names = entry.hosts.filter((host) => isKnown(host, entry.namespace))
    const ports = [...new Set(entry.ports.filter(({ protocol }) => protocol !== 'udp').map(({ port }) => port))]
    if (names.length === 0 || ports.length === 0) continue
    const isWhole = names.every((host) => !host.startsWith('*') || isKnown(host.replace('*', unlistedLabel), entry.namespace))
    const reason =
      notByDns(mesh, entry) ??
      (isWhole ? undefined : 'the Sidecar lists only some of its names') ??
      (names.every(isNameable) ? undefined : 'Cilium has no pattern for one of its hosts')
    if (reason === undefined) hosts.push({ hosts: names, ports })
    else {
      const { place } = entry
      leftOut.push(diagnose(catalogue.ciliumDestinationLeftOut, place, { destination: objectText(place.object), namespace, reason }))
    }
  }
  return { pods: [...pods.values()].map(({ of, ports }) => ({ ...of, ports: [...ports] })), hosts, leftOut }
}

/** Why the pods behind a Service cannot be named by labels. */
export function notByLabels({ externalName, selector = {} }: Service): string | undefined {
  if (externalName !== undefined) return 'it stands for a host outside'
  if (Object.keys(selector).length === 0) return 'it has no selector'
  const label = filteredLabel(selector)
  return label === undefined ? undefined : `Cilium knows no pods by the label ${label}`
}
