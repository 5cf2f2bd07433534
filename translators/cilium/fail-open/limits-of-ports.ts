import { objectText, pathText } from '../../../src/diagnostics/place.ts'
import type { Extension } from '../../../src/model/extension.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import type { GlobalRateLimit, LimitPatch, RateLimit } from '../../../src/model/rate-limit.ts'
import type { ServicePort } from '../../../src/model/service.ts'
import { containerPort } from '../../../src/resolve/services.ts'
import { readsHttp } from '../routes/port-routes.ts'
import { authorizerService } from './authorizer-reach.ts'
import type { CheckedPods } from './node-check.ts'

/** The limits that some EnvoyFilters set together for the pods that they all select. */
export interface LimitsOfPorts {
  /** Those of a port of a Service. */
  of(port: ServicePort): readonly RateLimit[]
  /** Who counts, where a service does. */
  readonly service?: Exclude<ReturnType<typeof authorizerService>, string>
}

type PatchOf<Kind extends LimitPatch['kind']> = Extract<LimitPatch, { kind: Kind }>

/** The same, or why it is not known what is limited. */
export function limitsOfPorts(filters: readonly Extension[], mesh: Mesh): LimitsOfPorts | string {
  for (const { oddLimit, place } of filters)
    if (oddLimit !== undefined) return `\`${pathText(oddLimit.path)}\` of \`${objectText(place.object)}\` is not understood`
  const patches = filters.flatMap(({ limits = [] }) => limits)
  const of = <Kind extends LimitPatch['kind']>(kind: Kind) => patches.filter((one): one is PatchOf<Kind> => one.kind === kind)
  const [[local, ...locals], [global, ...globals], ports] = [of('local'), of('global'), of('port')]
  if (locals.length + globals.length > 0) return 'it has two filters of one kind'
  if (local === undefined && ports.some(({ limit }) => limit !== undefined)) return 'no filter keeps the limit of its ports'
  if ((global === undefined) === ports.some(({ counted = [] }) => counted.length > 0))
    return global === undefined ? 'no filter asks for what it counts' : 'nothing says what the service counts requests by'
  const found = global === undefined ? undefined : askedService(global, of('cluster'), mesh)
  if (typeof found === 'string') return found
  const saidOf = (port: ServicePort): readonly PatchOf<'port'>[] => ports.filter((one) => one.port === undefined || one.port === port.port)
  const service = found === undefined ? {} : { service: found }
  return {
    ...service,
    of: (port) => {
      const said = saidOf(port)
      const own = said.find(({ limit }) => limit !== undefined)?.limit ?? local?.limit
      const counted = said.find((one) => one.counted !== undefined)?.counted ?? []
      return [
        ...(own === undefined ? [] : [own]),
        ...(found === undefined || counted.length === 0 ? [] : [globalOf(global!, found, counted)]),
      ]
    },
  }
}

function globalOf(
  { cluster: _, place: __, ...asked }: PatchOf<'global'>,
  { service, port }: NonNullable<LimitsOfPorts['service']>,
  counted: GlobalRateLimit['counted'],
): GlobalRateLimit {
  return { ...asked, service: { host: service.host, port: port.port }, counted }
}

/** The service that a filter asks: by a cluster that sidecars have of a Service (istio:pilot/pkg/model/service.go BuildSubsetKey), or one that is added. */
function askedService({ cluster }: PatchOf<'global'>, clusters: readonly PatchOf<'cluster'>[], mesh: Mesh) {
  const outbound = /^outbound\|(\d+)\|\|([^|]+)$/.exec(cluster)
  const added = clusters.find(({ name }) => name === cluster)
  const asked = added ?? (outbound === null ? undefined : { host: outbound[2]!, port: Number(outbound[1]) })
  if (asked === undefined) return `the cluster \`${cluster}\` is not in it`
  return authorizerService({ service: asked.host, port: asked.port, protocol: 'grpc' }, mesh)
}

/**
 * Why it is not known which ports are meant: several say something of one, or a number is the one of a port of a Service that leads to the same port of the pods as
 * another one, of which istiod takes the one of the oldest Service (istio:pilot/pkg/networking/core/listener_inbound.go getFilterChainsByServicePort).
 */
export function portsObstacle(filters: readonly Extension[], { pods, services }: CheckedPods): string | undefined {
  const said = filters.flatMap(({ limits = [] }) => limits).filter((one) => one.kind === 'port')
  const ports = services.flatMap((service) => service.ports.filter(readsHttp))
  for (const { port } of ports) {
    const own = said.filter((one) => one.port === undefined || one.port === port)
    const isTwice = (field: 'limit' | 'counted'): boolean => own.filter((one) => one[field] !== undefined).length > 1
    if (isTwice('limit') || isTwice('counted')) return `it says two things of port ${port}`
  }
  const named = new Set(said.flatMap(({ port }) => port ?? []))
  for (const pod of pods)
    for (const port of ports.filter((one) => named.has(one.port))) {
      const inner = containerPort(port, pod)
      const other = ports.find((one) => one.port !== port.port && containerPort(one, pod) === inner)
      if (inner === undefined || other !== undefined)
        return `ports ${port.port} and ${other?.port ?? 'others'} of Services lead to one port of the pods`
    }
  return undefined
}
