/** What Istio's labels say of requests from one workload of `shop` to a Service of it (istio.io/latest/docs/reference/config/metrics). */
export function labelsFrom(client: string, service: string): Record<string, string> {
  return {
    __name__: 'istio_requests_total',
    reporter: 'destination',
    source_workload: client,
    source_workload_namespace: 'shop',
    source_principal: client === 'unknown' ? 'unknown' : `spiffe://cluster.local/ns/shop/sa/${client}`,
    destination_workload: service,
    destination_workload_namespace: 'shop',
    destination_service: `${service}.shop.svc.cluster.local`,
    destination_service_name: service,
    destination_service_namespace: 'shop',
    request_protocol: 'http',
    response_code: '200',
    connection_security_policy: client === 'unknown' ? 'none' : 'mutual_tls',
  }
}

type Series = readonly [metric: Record<string, string>, ...values: string[]]

/** An answer of `/api/v1/query`. */
export function answerOf(...series: readonly Series[]) {
  const result = series.map(([metric, value]) => ({ metric, value: [1_760_000_000, value] }))
  return { status: 'success', data: { resultType: 'vector', result } }
}

/** An answer of `/api/v1/query_range`. */
export function rangeOf(...series: readonly Series[]) {
  const result = series.map(([metric, ...values]) => ({
    metric,
    values: values.map((value, index) => [1_760_000_000 + 60 * index, value]),
  }))
  return { status: 'success', data: { resultType: 'matrix', result } }
}

/** A graph of workloads with Services between them, as `/api/namespaces/graph` has it: what goes on from the Service was counted on the way to it. */
export const kialiGraph = {
  timestamp: 1_760_000_000,
  duration: 600,
  graphType: 'workload',
  elements: {
    nodes: [
      { data: { id: 'web', nodeType: 'workload', cluster: 'c', namespace: 'shop', workload: 'web', app: 'web' } },
      { data: { id: 'service', nodeType: 'service', cluster: 'c', namespace: 'shop', service: 'cart' } },
      {
        data: {
          id: 'cart',
          nodeType: 'workload',
          cluster: 'c',
          namespace: 'shop',
          workload: 'cart',
          destServices: [{ cluster: 'c', namespace: 'shop', name: 'cart' }],
        },
      },
      { data: { id: 'unknown', nodeType: 'unknown', cluster: 'c', namespace: 'unknown', workload: 'unknown' } },
    ],
    edges: [
      {
        data: {
          id: '1',
          source: 'web',
          target: 'service',
          isMTLS: '100',
          traffic: {
            protocol: 'http',
            rates: { http: '2.00', http4xx: '0.50', httpPercentReq: '100.0' },
            responses: { 200: { flags: { '-': '75.0' }, hosts: {} }, 403: { flags: { '-': '25.0' }, hosts: {} } },
          },
        },
      },
      { data: { id: '2', source: 'service', target: 'cart', traffic: { protocol: 'http', rates: { http: '2.00' } } } },
      { data: { id: '3', source: 'unknown', target: 'cart', traffic: { protocol: 'tcp', rates: { tcp: '12.00' } } } },
    ],
  },
}
