import { istioObject } from './istio-object.ts'

const networking = 'networking.istio.io/v1'

export function meshRoute(namespace: string, app: string): string {
  const spec = `hosts:
  - ${app}
http:
  - match:
      - headers:
          x-canary:
            exact: "true"
    route:
      - destination:
          host: ${app}
          port:
            number: 80
  - timeout: 5s
    route:
      - destination:
          host: ${app}
          port:
            number: 80
`
  return istioObject(networking, 'VirtualService', namespace, app, spec)
}

/** Routes of a canary: by header, then by weight. */
export function canaryRoute(namespace: string, app: string): string {
  const spec = `hosts:
  - ${app}
http:
  - match:
      - headers:
          x-canary:
            exact: "true"
    route:
      - destination:
          host: ${app}
          subset: v2
  - route:
      - destination:
          host: ${app}
          subset: v1
        weight: 90
      - destination:
          host: ${app}
          subset: v2
        weight: 10
`
  return istioObject(networking, 'VirtualService', namespace, app, spec)
}

export function gatewayRoute(namespace: string, app: string): string {
  const spec = `hosts:
  - ${app}.${namespace}.example.com
gateways:
  - ${namespace}
http:
  - match:
      - uri:
          prefix: /
    retries:
      attempts: 3
      perTryTimeout: 2s
    route:
      - destination:
          host: ${app}
          port:
            number: 80
`
  return istioObject(networking, 'VirtualService', namespace, app, spec)
}

export function subsets(namespace: string, app: string): string {
  const spec = `host: ${app}
trafficPolicy:
  tls:
    mode: ISTIO_MUTUAL
subsets:
  - name: v1
    labels:
      version: v1
  - name: v2
    labels:
      version: v2
`
  return istioObject(networking, 'DestinationRule', namespace, app, spec)
}

export function pool(namespace: string, app: string): string {
  const spec = `host: ${app}.${namespace}.svc.cluster.local
trafficPolicy:
  connectionPool:
    http:
      http2MaxRequests: 1000
  outlierDetection:
    consecutive5xxErrors: 7
    interval: 30s
`
  return istioObject(networking, 'DestinationRule', namespace, app, spec)
}

export function external(namespace: string, index: number): string {
  const spec = `hosts:
  - api-${index}.${namespace}.example.org
location: MESH_EXTERNAL
resolution: DNS
ports:
  - number: 443
    name: tls
    protocol: TLS
`
  return istioObject(networking, 'ServiceEntry', namespace, `api-${index}`, spec)
}

export function gateway(namespace: string): string {
  const spec = `selector:
  istio: ingressgateway
servers:
  - port:
      number: 80
      name: http
      protocol: HTTP
    hosts:
      - "*.${namespace}.example.com"
`
  return istioObject(networking, 'Gateway', namespace, namespace, spec)
}

/** What the sidecars of a namespace know of the mesh. */
export function visibility(namespace: string): string {
  const spec = 'egress:\n  - hosts:\n      - "./*"\n      - "istio-system/*"\n'
  return istioObject(networking, 'Sidecar', namespace, 'default', spec)
}

/** A machine outside the cluster. */
export function machine(namespace: string, index: number): string {
  const spec = `address: 192.0.2.${index + 1}\nlabels:\n  app: machine\nserviceAccount: machine\n`
  return istioObject(networking, 'WorkloadEntry', namespace, `machine-${index}`, spec)
}
