import { catalogue } from '../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../src/diagnostics/diagnostic.ts'
import { objectText } from '../../../src/diagnostics/place.ts'
import type { Attachment } from '../../../src/model/authorization.ts'
import { canonical } from '../../../src/model/canonical.ts'
import type { EmitOptions } from '../../../src/model/dialect.ts'
import type { Extension } from '../../../src/model/extension.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import type { RateLimit } from '../../../src/model/rate-limit.ts'
import type { ServicePort } from '../../../src/model/service.ts'
import type { Workload } from '../../../src/model/workload.ts'
import { attachedTo, policiesOf } from '../../../src/resolve/attachment.ts'
import { clusterName } from '../routes/envoy/cluster.ts'
import { type NamedBackend, readsHttp } from '../routes/port-routes.ts'
import { reachObstacle } from './authorizer-reach.ts'
import { envoyCounted, envoyGlobalLimit, envoyLocalLimit } from './limit-filters.ts'
import { type LimitsOfPorts, limitsOfPorts, portsObstacle } from './limits-of-ports.ts'
import type { NodeCheck } from './node-check.ts'
import { hasAddress } from './obstacle.ts'
import { areLimitsWritten } from './written-checks.ts'

/** EnvoyFilters with limits as filters at the nodes of clients: those for the same pods belong together, as one has the filter and another what is counted. */
export function limitChecks(mesh: Mesh, options: EmitOptions): readonly NodeCheck<readonly Extension[]>[] {
  const groups = new Map<string, Extension[]>()
  for (const one of mesh.extensions.filter(isLimit)) {
    const key = canonical({ ...one.attachment, place: undefined })
    groups.set(key, [...(groups.get(key) ?? []), one])
  }
  return [...groups.values()].map((filters) => checkOf(filters, filters[0]!.attachment, mesh, options))
}

function isLimit({ limits, oddLimit, contexts }: Extension): boolean {
  return (limits !== undefined || oddLimit !== undefined) && contexts.some((context) => context !== 'gateway')
}

function checkOf(filters: readonly Extension[], attachment: Attachment, mesh: Mesh, options: EmitOptions): NodeCheck<readonly Extension[]> {
  const known = limitsOfPorts(filters, mesh)
  const service = typeof known === 'string' ? undefined : known.service
  const limitsOf = (port: ServicePort): readonly RateLimit[] => (typeof known === 'string' ? [] : known.of(port))
  const backend: NamedBackend | undefined =
    service === undefined
      ? undefined
      : { name: service.service.name, namespace: service.service.namespace, port: service.port.port, destination: service }
  const places = filters.map(({ place }) => place)
  return {
    subject: filters,
    attachment,
    place: places[0]!,
    places,
    obstacle: (checked, written) => {
      if (typeof known === 'string') return known
      const ports = checked.services.filter(hasAddress).flatMap((one) => one.ports.filter(readsHttp))
      return (
        portsObstacle(filters, checked) ??
        (ports.some((port) => limitsOf(port).length > 0) ? undefined : 'it limits no port that declares HTTP') ??
        (written || service === undefined ? undefined : reachObstacle(service, checked.pods, mesh, options))
      )
    },
    obstacleAt: (pod) => besideLimits(pod, filters, mesh),
    filters: (port, _, config) =>
      limitsOf(port).map((limit) =>
        // The agent puts the name of a config before no cluster of this filter (cc:pkg/ciliumenvoyconfig/cec_resource_parser.go qualifyHttpFilters).
        limit.kind === 'local' ? envoyLocalLimit(limit) : envoyGlobalLimit(limit, `${config}/${clusterName(backend!)}`),
      ),
    counted: (port) => limitsOf(port).flatMap((limit) => (limit.kind === 'global' ? envoyCounted(limit.counted) : [])),
    asked: backend === undefined ? [] : [backend],
    clusters: [],
    isWritten: (one) => areLimitsWritten(limitsOf, one, mesh),
    written: (ports, bypasses) => {
      const limits = limitsText(filters, service)
      return filters.map(({ place }) =>
        diagnose(catalogue.ciliumLimitsFailOpen, place.field('spec'), { object: objectText(place.object), limits, ports, bypasses }),
      )
    },
    stays: (reason) =>
      filters.map(({ place, oddLimit }) =>
        diagnose(catalogue.ciliumLimitsStay, oddLimit ?? place.field('spec'), { object: objectText(place.object), reason }),
      ),
    why: 'Limits requests at the nodes of clients',
  }
}

/** What is limited, and who counts. */
function limitsText(filters: readonly Extension[], service: LimitsOfPorts['service']): string {
  const patches = filters.flatMap(({ limits = [] }) => limits)
  const buckets = patches.flatMap((one) => ('limit' in one && one.limit !== undefined ? [one.limit.bucket] : []))
  const local = buckets.map(
    ({ maxTokens, tokensPerFill, fillMs }) => `${maxTokens} requests, and ${tokensPerFill} more every ${fillMs / 1000}s`,
  )
  const counts = 'counted for each node with clients and each of these ports in place of each port of each pod, so that more or fewer pass'
  return [
    ...(local.length === 0 ? [] : [`${local.join(' or ')}, ${counts}`]),
    ...(service === undefined
      ? []
      : [`counted by \`${objectText(service.service.place.object)}\`, which nodes ask with their own identity and without TLS`]),
  ].join('; ')
}

function besideLimits(pod: Workload, filters: readonly Extension[], mesh: Mesh): string | undefined {
  const name = objectText(pod.place.object)
  const { authorization, requestAuthentication } = policiesOf(mesh, pod)
  if (requestAuthentication.length > 0) return `\`${name}\` has a RequestAuthentication as well`
  if (authorization.some(({ effect, dryRun }) => effect === 'external' && !dryRun)) return `\`${name}\` has a CUSTOM policy as well`
  const other = mesh.extensions.find(
    (one) =>
      one.mayDecideAccess &&
      one.contexts.some((context) => context !== 'gateway') &&
      !filters.includes(one) &&
      attachedTo(one.attachment, pod, mesh.settings),
  )
  return other === undefined ? undefined : `\`${objectText(other.place.object)}\` changes the proxy of \`${name}\` as well`
}
