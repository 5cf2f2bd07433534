import { catalogue } from '../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../src/diagnostics/diagnostic.ts'
import { objectText } from '../../../src/diagnostics/place.ts'
import { type AuthorizationPolicy, rulePredicate } from '../../../src/model/authorization.ts'
import type { EmitOptions } from '../../../src/model/dialect.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import { atomsOf } from '../../../src/model/predicate.ts'
import type { ServicePort } from '../../../src/model/service.ts'
import type { Workload } from '../../../src/model/workload.ts'
import { policiesOf } from '../../../src/resolve/attachment.ts'
import { authorizerOf } from '../../../src/resolve/external-authorizer.ts'
import { containerPort } from '../../../src/resolve/services.ts'
import { clusterName } from '../routes/envoy/cluster.ts'
import { type NamedBackend, readsHttp } from '../routes/port-routes.ts'
import { type AskedRequests, envoyAuthorizerFilters, type KnownAuthorizer } from './authorizer-filters.ts'
import { authorizerService, reachObstacle } from './authorizer-reach.ts'
import type { CheckedPods, NodeCheck } from './node-check.ts'
import { hasAddress } from './obstacle.ts'
import { unsayableAtom } from './permission.ts'
import { areAuthorizersWritten } from './written-checks.ts'

/** CUSTOM policies as checks at the nodes of clients. */
export function authorizerChecks(mesh: Mesh, options: EmitOptions): readonly NodeCheck<AuthorizationPolicy>[] {
  return mesh.authorization.filter(({ effect, dryRun }) => effect === 'external' && !dryRun).map((policy) => checkOf(policy, mesh, options))
}

function checkOf(policy: AuthorizationPolicy, mesh: Mesh, options: EmitOptions): NodeCheck<AuthorizationPolicy> {
  const object = objectText(policy.place.object)
  const at = policy.place.field('spec')
  const known = knownAuthorizer(policy, mesh)
  const found = typeof known === 'string' ? known : authorizerService(known, mesh)
  const asked = typeof known === 'string' ? undefined : askedRequests(policy, known)
  const backend: NamedBackend | undefined =
    typeof found === 'string'
      ? undefined
      : { name: found.service.name, namespace: found.service.namespace, port: found.port.port, destination: found }
  return {
    subject: policy,
    attachment: policy.attachment,
    place: policy.place,
    obstacle: (checked, written) => {
      if (typeof known === 'string') return known
      if (typeof found === 'string') return found
      return (
        rulesObstacle(policy) ?? portsObstacle(known, checked) ?? (written ? undefined : reachObstacle(found, checked.pods, mesh, options))
      )
    },
    obstacleAt: (pod) => besideAuthorizer(pod, mesh),
    filters: (port, { pods }) =>
      asked === undefined || backend === undefined
        ? []
        : envoyAuthorizerFilters(asked, {
            cluster: clusterName(backend),
            host: backend.destination.service.host,
            port: innerPort(port, pods) ?? 0,
          }),
    asked: backend === undefined ? [] : [backend],
    clusters: [],
    isWritten: (service, { pods }) =>
      asked !== undefined && areAuthorizersWritten(asked, service, (port) => innerPort(port, pods) ?? 0, mesh),
    written: (ports, bypasses) => [
      diagnose(catalogue.ciliumAuthorizerFailsOpen, at, {
        object,
        provider: policy.provider ?? '',
        ports,
        bypasses: [...bypasses, ...whileFailing(known)],
      }),
    ],
    stays: (reason) => [diagnose(catalogue.ciliumAuthorizerStays, at, { object, reason })],
    why: 'Asks an authorizer at the nodes of clients',
  }
}

function whileFailing(authorizer: KnownAuthorizer | string): readonly string[] {
  if (typeof authorizer === 'string' || !authorizer.failOpen) return []
  return [`all calls while the node does not reach \`${authorizer.name}\`, as \`failOpen\` says`]
}

function knownAuthorizer(policy: AuthorizationPolicy, { settings }: Mesh): KnownAuthorizer | string {
  const name = `\`${policy.provider ?? ''}\``
  const authorizer = authorizerOf(policy, settings)
  if (authorizer === 'unknown') return `the mesh configuration that defines ${name} is not in the input`
  if (authorizer === 'none') return `the mesh configuration has no authorizer ${name}, so that sidecars deny what the policy selects`
  if (settings.externalAuthorizers.filter((one) => one.name === authorizer.name).length > 1) return `${name} is defined twice`
  if (!/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(authorizer.name)) return `istiod refuses the name ${name}`
  const { check } = authorizer
  return check === undefined ? `a setting of ${name} is not understood` : { ...authorizer, check }
}

function askedRequests({ namespace, name, rules }: AuthorizationPolicy, authorizer: KnownAuthorizer): AskedRequests {
  return {
    authorizer,
    rules: rules.map((rule, index) => ({
      name: `ns[${namespace}]-policy[${name}]-rule[${index}]`,
      matches: rulePredicate(rule),
      place: rule.place,
    })),
  }
}

function rulesObstacle({ rules }: AuthorizationPolicy): string | undefined {
  if (rules.length === 0) return 'it has no rules, so that nothing is asked'
  const [what] = rules.flatMap((rule) => [...atomsOf(rulePredicate(rule))].flatMap((atom) => unsayableAtom(atom) ?? []))
  return what === undefined ? undefined : `it asks for ${what}, which nodes do not see as sidecars do`
}

/** A condition on a port is about the one of the pods, and an authorizer that speaks gRPC is asked about connections without HTTP as well. */
function portsObstacle({ protocol }: KnownAuthorizer, { pods, services }: CheckedPods): string | undefined {
  for (const service of services.filter(hasAddress)) {
    const name = objectText(service.place.object)
    const bytes = service.ports.find((port) => !readsHttp(port) && port.transport === 'TCP')
    if (protocol === 'grpc' && bytes !== undefined)
      return `it is also asked about connections to port ${bytes.port} of \`${name}\`, which does not declare HTTP`
    const unclear = service.ports.find((port) => readsHttp(port) && innerPort(port, pods) === undefined)
    if (unclear !== undefined) return `port ${unclear.port} of \`${name}\` leads to several ports of the pods, or to an unknown one`
  }
  return undefined
}

/** The port of the pods that a port of a Service leads to, where it is one. */
function innerPort(port: ServicePort, pods: readonly Workload[]): number | undefined {
  const inner = new Set(pods.map((pod) => containerPort(port, pod)))
  const [only] = inner
  return inner.size === 1 ? only : undefined
}

function besideAuthorizer(pod: Workload, mesh: Mesh): string | undefined {
  const name = objectText(pod.place.object)
  const { authorization, requestAuthentication } = policiesOf(mesh, pod)
  const others = authorization.filter(({ effect, dryRun }) => effect === 'external' && !dryRun)
  if (others.length > 1) return `\`${name}\` has another CUSTOM policy`
  return requestAuthentication.length > 0 ? `\`${name}\` has a RequestAuthentication as well` : undefined
}
