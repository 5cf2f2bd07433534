import { z } from 'zod'
import { calledBy, identityOfPrincipal, type SeenClient, type SeenDestination, type SeenTraffic, type TrafficUnit } from './seen-traffic.ts'

const text = z.string().optional()

const node = z.object({
  id: z.string(),
  nodeType: z.string(),
  namespace: z.string(),
  workload: text,
  service: text,
  isWaypoint: z.boolean().optional(),
  destServices: z.array(z.object({ namespace: z.string(), name: z.string() })).optional(),
})

const edge = z.object({
  source: z.string(),
  target: z.string(),
  sourcePrincipal: text,
  isMTLS: text,
  traffic: z
    .object({
      protocol: text,
      rates: z
        .record(
          z.string(),
          z.string().refine((rate) => Number.isFinite(Number(rate)), { error: 'is not a number' }),
        )
        .optional(),
      responses: z.record(z.string(), z.object({ flags: z.record(z.string(), z.string()).optional() })).optional(),
    })
    .optional(),
})

/** The graph of `/api/namespaces/graph` (kiali:graph/config/common/common.go). */
export const kialiSchema = z.object({
  graphType: z.string(),
  elements: z.object({ nodes: z.array(z.object({ data: node })), edges: z.array(z.object({ data: edge })) }),
})

type Graph = z.infer<typeof kialiSchema>
type Node = z.infer<typeof node>
type Edge = z.infer<typeof edge>

/** Rates of an edge that are totals, and their units: of TCP Kiali knows bytes alone (kiali:graph/protocol.go). */
const totals: Readonly<Record<string, TrafficUnit>> = { http: 'requests/s', grpc: 'requests/s', tcp: 'bytes/s' }

/** Traffic in a graph of Kiali: each edge from pods to a Service or to pods. What goes on from a Service was counted on the way to it. */
export function kialiTraffic({ graphType, elements }: Graph, file: string): SeenTraffic[] | { readonly problem: string } {
  const nodes = new Map(elements.nodes.map(({ data }) => [data.id, data]))
  const found: SeenTraffic[] = []
  for (const [index, { data }] of elements.edges.entries()) {
    const place = `elements.edges[${index}].data`
    const [from, to] = [nodes.get(data.source), nodes.get(data.target)]
    if (from === undefined || to === undefined)
      return { problem: `${place}.${from === undefined ? 'source' : 'target'}: there is no node with this id` }
    if (from.nodeType === 'service') continue
    for (const [rate, unit] of Object.entries(totals)) {
      const amount = Number(data.traffic?.rates?.[rate] ?? '0')
      if (amount === 0) continue
      found.push({
        client: clientOf(from, data, graphType),
        destination: destinationOf(to, graphType),
        reporter: 'graph',
        amount,
        unit,
        refused: (amount * refusedShare(data)) / 100,
        series: `${file} ${place}`,
      })
    }
  }
  return found
}

/** Per cent of the requests that were answered with 401 or 403; `flags` has the parts of each code. */
function refusedShare({ traffic }: Edge): number {
  const codes = ['401', '403'].flatMap((code) => Object.values(traffic?.responses?.[code]?.flags ?? {}))
  return codes.map(Number).reduce((sum, share) => sum + (Number.isFinite(share) ? share : 0), 0)
}

function clientOf(from: Node, { sourcePrincipal, isMTLS = '' }: Edge, graphType: string): SeenClient {
  if (from.isWaypoint === true) return { kind: 'missing', why: 'edges come from a waypoint, which does not tell its clients' }
  if (isNamed(from.workload)) return { kind: 'workload', namespace: from.namespace, name: from.workload }
  const identity = identityOfPrincipal(sourcePrincipal)
  if (identity !== undefined) return identity
  if (from.nodeType !== 'unknown') return { kind: 'missing', why: `the graph does not name workloads (graphType ${graphType})` }
  // A node of this type is all that was reported without a source; with mutual TLS it is a client that the metrics do not name.
  return Number(isMTLS) > 0 ? { kind: 'missing', why: 'edges with mutual TLS come from an unknown source' } : { kind: 'outside' }
}

function destinationOf(to: Node, graphType: string): SeenDestination {
  if (to.nodeType === 'service' && isNamed(to.service)) return calledBy(to.namespace, to.service)
  const services = (to.destServices ?? []).map(({ namespace, name }) => calledBy(namespace, name))
  const names = services.flatMap((one) => one.services)
  const host = services.find((one) => one.host !== undefined)?.host
  const outside = host === undefined || names.length > 0 ? {} : { host }
  if (isNamed(to.workload)) return { services: names, ...outside, workload: `${to.namespace}/${to.workload}` }
  if (names.length > 0 || host !== undefined) return { services: names, ...outside }
  return { services: [], missing: `the graph does not name workloads (graphType ${graphType})` }
}

function isNamed(name: string | undefined): name is string {
  return name !== undefined && name !== '' && name !== 'unknown'
}
