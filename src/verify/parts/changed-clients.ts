import type { Mesh } from '../../model/mesh.ts'
import { ownValue } from '../../model/own-value.ts'
import { atomsOf } from '../../model/predicate.ts'
import type { Labels, Workload } from '../../model/workload.ts'
import { perMesh } from '../../resolve/host-index.ts'
import { labelsOfProxies } from './asked-labels.ts'

/**
 * Whether pods are other clients to others after a change: they run under another service account or trust domain, or change labels by which
 * something tells clients apart. As those clients, their requests are compared with those that they sent before.
 */
export function becomesAnother(before: Mesh, after: Mesh, was: Workload, is: Workload): boolean {
  if (was.serviceAccount !== is.serviceAccount || before.settings.trustDomain !== after.settings.trustDomain) return true
  const [old, now] = [asked(before, after, was.labels), asked(before, after, is.labels)]
  return Object.keys({ ...old, ...now }).some((key) => ownValue(old, key) !== ownValue(now, key))
}

/** Those labels of clients that their own proxies, routes or Cilium policies ask for. */
function asked(before: Mesh, after: Mesh, labels: Labels): Labels {
  const keys = new Set([...labelsAsked(before), ...labelsAsked(after)])
  return Object.fromEntries(Object.entries(labels).filter(([key]) => keys.has(key)))
}

const labelsAsked = perMesh((mesh): ReadonlySet<string> => {
  const http = mesh.routes.flatMap((table) => table.http.flatMap(({ matches }) => matches))
  const rules = mesh.endpointPolicies.flatMap(({ ingress, egress }) => [...ingress.allow, ...ingress.deny, ...egress.allow, ...egress.deny])
  const selectors = [
    ...rules.flatMap(({ peers = [] }) => peers.flatMap((peer) => (peer.kind === 'endpoints' ? peer.selector : []))),
    ...mesh.endpointPolicies.flatMap(({ subject }) => subject.selector),
  ]
  return new Set([
    ...labelsOfProxies(mesh),
    ...http
      .flatMap(({ predicate }) => [...atomsOf(predicate)])
      .flatMap((atom) => (atom.kind === 'client-labels' ? Object.keys(atom.labels) : [])),
    ...selectors.flatMap(({ attribute }) => (attribute.kind === 'label' ? [attribute.name] : [])),
  ])
})
