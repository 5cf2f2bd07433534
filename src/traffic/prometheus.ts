import { z } from 'zod'
import { calledBy, identityOfPrincipal, type SeenClient, type SeenDestination, type SeenTraffic, type TrafficUnit } from './seen-traffic.ts'

const sample = z.tuple([z.number(), z.string().refine((text) => amountIn(text) !== undefined, { error: 'is not a number' })])
const metric = z.record(z.string(), z.string())
const vector = z.array(z.object({ metric, value: sample }))
const matrix = z.array(z.object({ metric, values: z.array(sample).min(1) }))

/** The answer of `/api/v1/query` and `/api/v1/query_range` (prometheus.io/docs/prometheus/latest/querying/api). */
export const prometheusSchema = z.object({
  status: z.literal('success'),
  data: z.discriminatedUnion('resultType', [
    z.object({ resultType: z.literal('vector'), result: vector }),
    z.object({ resultType: z.literal('matrix'), result: matrix }),
  ]),
})

type Labels = z.infer<typeof metric>

/**
 * The metrics that count requests and connections, with their units (istio.io/latest/docs/reference/config/metrics). An expression such as
 * `sum by (…) (rate(…))` has no name any more.
 */
const units: Readonly<Record<string, TrafficUnit>> = {
  istio_requests_total: 'requests',
  istio_tcp_connections_opened_total: 'connections',
}

/** Traffic in the answer of Prometheus to a query over `istio_requests_total` or `istio_tcp_connections_opened_total`. */
export function prometheusTraffic({ data }: z.infer<typeof prometheusSchema>, file: string): SeenTraffic[] | { readonly problem: string } {
  const series =
    data.resultType === 'vector' ? data.result.map(({ metric: labels, value }) => ({ labels, values: [value] })) : rangesOf(data)
  const other = series.findIndex(({ labels }) => labels.__name__ !== undefined && !Object.hasOwn(units, labels.__name__))
  if (other >= 0)
    return {
      problem: `data.result[${other}].metric.__name__: \`${series[other]!.labels.__name__}\` does not count requests; ${Object.keys(units).join(' and ')} do`,
    }
  return series.map(({ labels, values }, index): SeenTraffic => {
    const unit = labels.__name__ === undefined ? 'value' : units[labels.__name__]!
    const amounts = values.map(([, text]) => amountIn(text)!)
    const amount =
      data.resultType === 'matrix' && unit !== 'value' ? increaseOf(amounts) : amounts.reduce((most, one) => Math.max(most, one))
    return {
      client: clientOf(labels),
      destination: destinationOf(labels),
      reporter: labels.reporter ?? '',
      amount,
      unit,
      refused: /^40[13]$/.test(labels.response_code ?? '') ? amount : 0,
      series: `${file} data.result[${index}]`,
    }
  })
}

function rangesOf({ result }: { readonly result: z.infer<typeof matrix> }) {
  return result.map(({ metric: labels, values }) => ({ labels, values }))
}

/** `NaN` is what a ratio without any sample makes. */
function amountIn(text: string): number | undefined {
  if (text === 'NaN') return 0
  const amount = /^\s*$/.test(text) ? Number.NaN : Number(text)
  return Number.isFinite(amount) ? amount : undefined
}

/** What a counter grew by; it starts at zero again with its proxy. Of a single sample all that was counted is known. */
function increaseOf(amounts: readonly number[]): number {
  if (amounts.length === 1) return amounts[0]!
  return amounts.slice(1).reduce((sum, now, index) => sum + (now < amounts[index]! ? now : now - amounts[index]!), 0)
}

/**
 * The client by the labels `source_workload`, `source_workload_namespace` and `source_principal`, which are `unknown` where the proxy does not know them;
 * `connection_security_policy` is `mutual_tls` or `none` where the destination counts, else `unknown` (istio.io/latest/docs/reference/config/metrics).
 */
function clientOf(labels: Labels): SeenClient {
  const [name, namespace] = [known(labels.source_workload), known(labels.source_workload_namespace)]
  if (name !== undefined && namespace !== undefined) return { kind: 'workload', namespace, name }
  const identity = identityOfPrincipal(labels.source_principal)
  if (identity !== undefined) return identity
  const lacking = ['source_workload', 'source_workload_namespace'].filter((label) => labels[label] === undefined)
  if (lacking.length > 0) return { kind: 'missing', why: `series lack the label ${lacking.map((label) => `\`${label}\``).join(' and ')}` }
  if (labels.connection_security_policy === 'none') return { kind: 'outside' }
  return {
    kind: 'missing',
    why: `\`source_workload\` of series is unknown and \`connection_security_policy\` ${labels.connection_security_policy ?? 'absent'}`,
  }
}

function destinationOf(labels: Labels): SeenDestination {
  const [pods, podNamespace] = [known(labels.destination_workload), known(labels.destination_workload_namespace)]
  const workload = pods !== undefined && podNamespace !== undefined ? { workload: `${podNamespace}/${pods}` } : {}
  const called = serviceOf(labels)
  if (called !== undefined) return { ...called, ...workload }
  if ('workload' in workload) return { services: [], ...workload }
  return { services: [], missing: 'series do not name a destination (`destination_service`, `destination_workload`)' }
}

/** `destination_service` is a host, such as `details.default.svc.cluster.local`; two other labels have its name and namespace apart. */
function serviceOf(labels: Labels): Pick<SeenDestination, 'services' | 'host'> | undefined {
  const [name, namespace] = [known(labels.destination_service_name), known(labels.destination_service_namespace)]
  if (name !== undefined && (namespace !== undefined || !(known(labels.destination_service) ?? '.').includes('.svc.')))
    return calledBy(namespace, name)
  const host = known(labels.destination_service)
  if (host === undefined) return undefined
  const [, service, inNamespace] = /^([^.]+)\.([^.]+)\.svc\./.exec(host) ?? []
  return calledBy(inNamespace, service ?? host)
}

function known(text: string | undefined): string | undefined {
  return text === undefined || text === '' || text === 'unknown' ? undefined : text
}
