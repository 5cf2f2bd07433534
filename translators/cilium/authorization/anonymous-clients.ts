import { catalogue } from '../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../src/diagnostics/diagnostic.ts'
import type { Place } from '../../../src/diagnostics/place.ts'
import { type Attachment, type AuthorizationPolicy, rulePredicate } from '../../../src/model/authorization.ts'
import { meshBypasses, outboundBypasses } from '../../../src/model/capture.ts'
import { mayHaveSidecars } from '../../../src/model/data-plane.ts'
import { mayName } from '../../../src/model/identity-names.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import { atomsOf } from '../../../src/model/predicate.ts'
import type { ExternalHost, Service } from '../../../src/model/service.ts'
import type { Labels, Workload } from '../../../src/model/workload.ts'
import { anonymityOf } from '../../../src/resolve/anonymity.ts'
import { aroundSidecar, mayGoAround } from '../../../src/resolve/attach/around-sidecar.ts'
import { intercepts } from '../../../src/resolve/attach/enforcement.ts'
import { attachedTo } from '../../../src/resolve/attachment.ts'
import { perMesh } from '../../../src/resolve/host-index.ts'
import { backing, backingEntry, containerPort } from '../../../src/resolve/services.ts'
import { barredByRoutes } from './barred-by-routes.ts'
import { labelsOfNamed } from './named-clients.ts'
import { attachmentsMayOverlap } from './overlap.ts'

type Target = Service | ExternalHost

/**
 * Clients that a policy names and that reach its pods without identity today: their sidecar speaks no mutual TLS to them, or does not carry the
 * connection at all. Cilium takes identity from the labels of an address, so it would let in, or no longer refuse, who has no identity so far.
 */
export function anonymousClientProblems(policy: AuthorizationPolicy, mesh: Mesh): Diagnostic[] {
  const identities = policy.rules
    .flatMap((rule) => [...atomsOf(rulePredicate(rule))])
    .flatMap((atom) => (atom.kind === 'identity' ? [atom] : []))
  const [identity] = identities
  if (identity === undefined) return []
  const matches = identities.map(({ match }) => match)
  const named = perNamespace((namespace) => matches.some((match) => mayName(match, namespace)))
  const labelsOf = perNamespace((namespace) => labelsOfNamed(mesh, matches, namespace))
  return anonymousClients(mesh, policy.attachment, named, identity.place, labelsOf)
}

/** Asks once for each namespace: a policy is compared with every workload of the mesh. */
function perNamespace<T>(ask: (namespace: string) => T): (namespace: string) => T {
  const known = new Map<string, T>()
  return (namespace) => {
    if (!known.has(namespace)) known.set(namespace, ask(namespace))
    return known.get(namespace) as T
  }
}

/** Clients of some namespaces that reach the pods of a policy without identity. */
export function anonymousClients(
  mesh: Mesh,
  attachment: Attachment,
  named: (namespace: string) => boolean,
  at: Place,
  labelsOf: (namespace: string) => readonly Labels[] | undefined = () => undefined,
): Diagnostic[] {
  const services = mesh.services.filter((target) => governs(mesh, attachment, target))
  const targets = [...services, ...mesh.externalHosts.filter((target) => governs(mesh, attachment, target))]
  const isNamed = ({ namespace, labels }: Workload): boolean => named(namespace) && labelsOf(namespace)?.includes(labels) !== false
  return [
    ...inPlaintext(mesh, targets, named, labelsOf, at),
    ...barredByRoutes(mesh, services, named, at),
    ...pastSidecars(mesh, targets, isNamed, at),
  ]
}

/** Whether a policy may be attached to pods that a Service, or a ServiceEntry with a selector, leads to. */
function governs(mesh: Mesh, attachment: Attachment, target: Target): boolean {
  const selector = 'resolution' in target ? target.workloadSelector : target.selector
  if (selector === undefined && 'resolution' in target) return false
  const { namespace, place } = target
  if (!attachmentsMayOverlap(attachment, { scope: 'workloads', namespace, labels: selector ?? {}, place })) return false
  const pods = podsOf(mesh, target)
  return pods.length === 0 || pods.some((pod) => attachedTo(attachment, pod, mesh.settings))
}

function podsOf(mesh: Mesh, target: Target): readonly Workload[] {
  if (!('resolution' in target)) return backing(mesh, target)
  return target.ports.flatMap(({ port }) => backingEntry(mesh, target, port).map(({ pod }) => pod))
}

/** One finding for each namespace of clients. */
function inPlaintext(
  mesh: Mesh,
  targets: readonly Target[],
  named: (namespace: string) => boolean,
  labelsOf: (namespace: string) => readonly Labels[] | undefined,
  at: Place,
): Diagnostic[] {
  const clients = mesh.namespaces.filter(({ name, dataPlane }) => mayHaveSidecars(dataPlane) && named(name))
  return clients.flatMap(({ name: namespace }) => {
    for (const target of targets) {
      const found = anonymityOf(mesh, namespace, target, labelsOf(namespace))
      if (found === undefined) continue
      const params = { namespace, service: target.name, what: found.what }
      return [diagnose(catalogue.ciliumAnonymousClients, at, params, { related: [{ place: found.place, message: 'this is why' }] })]
    }
    return []
  })
}

const goingAround = perMesh(({ workloads }) => workloads.filter(mayGoAround))

/** What bypasses the sidecar of one workload, or of all by a setting of the mesh. */
function pastSidecars(mesh: Mesh, targets: readonly Target[], isNamed: (pod: Workload) => boolean, at: Place): Diagnostic[] {
  const { capture } = mesh.settings
  const anyPods = { dataPlane: 'sidecar', gateway: false, annotations: {}, captureDefaults: capture } as const
  const [setting] = meshBypasses(capture)
  const everybody = setting === undefined ? [] : [{ client: 'every pod', cause: setting, passes: passing(mesh, anyPods) }]
  const single = goingAround(mesh)
    .filter(isNamed)
    .flatMap((workload) => {
      const [cause] = outboundBypasses(workload)
      const client = `${workload.kind} ${workload.namespace}/${workload.name}`
      return cause === undefined ? [] : [{ client, cause, passes: passing(mesh, workload, workload) }]
    })
  return [...everybody, ...single].flatMap(({ client, cause, passes }) => {
    const target = targets.find(passes)
    if (target === undefined) return []
    const params = { client, service: target.name, setting: cause.what }
    return [diagnose(catalogue.ciliumBypassesSidecar, at, params, { related: [{ place: cause.place, message: 'this is why' }] })]
  })
}

function passing(mesh: Mesh, pods: Parameters<typeof aroundSidecar>[0] & Parameters<typeof intercepts>[0], itself?: Workload) {
  return (target: Target): boolean => {
    const behind = podsOf(mesh, target)
    // Without interception nothing shows it of any connection; those to the pod's own Service are not a reason to stay.
    if (itself !== undefined && !intercepts(pods) && behind.includes(itself)) return false
    const inner = 'resolution' in target ? [] : target.ports.flatMap((port) => behind.flatMap((pod) => containerPort(port, pod) ?? []))
    return [...target.ports.map(({ port }) => port), ...inner].some((port) => aroundSidecar(pods, { port }) !== false)
  }
}
