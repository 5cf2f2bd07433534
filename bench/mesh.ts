import type { InputFile } from '../src/manifest/manifest-set.ts'

/** Numbers that look random and are the same in every run (a linear congruential generator, Numerical Recipes). */
function numbers(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

/**
 * A mesh with about as many Istio resources as asked for, in namespaces of eight Services each. The mix is that of public manifests:
 * two fifths AuthorizationPolicies (more than half of them with HTTP rules), then VirtualServices (a third of them for the mesh),
 * DestinationRules (a third with subsets), and some ServiceEntries, PeerAuthentications, RequestAuthentications, Gateways and Sidecars.
 */
export function generatedMesh(resources: number): { files: InputFile[]; resources: number } {
  const random = numbers(resources)
  const files: InputFile[] = []
  let made = 0
  for (let number = 0; made < resources; number++) {
    const namespace = `team-${String(number).padStart(4, '0')}`
    const core = [namespaceText(namespace)]
    const istio: string[] = [peerAuthentication(namespace)]
    for (let index = 0; index < 8; index++) {
      const app = `app-${index}`
      core.push(...workloadTexts(namespace, app))
      istio.push(random() < 0.58 ? httpPolicy(namespace, app) : addressPolicy(namespace, app))
      if (random() < 0.5) istio.push(denyPolicy(namespace, app))
      istio.push(random() < 0.35 ? meshRoute(namespace, app) : gatewayRoute(namespace, app))
      istio.push(random() < 0.37 ? subsets(namespace, app) : pool(namespace, app))
      if (random() < 0.1) istio.push(tokens(namespace, app))
      if (random() < 0.15) istio.push(external(namespace, index))
    }
    istio.push(gateway(namespace))
    made += istio.length
    files.push({ path: `${namespace}/workloads.yaml`, text: core.join('---\n') })
    files.push({ path: `${namespace}/istio.yaml`, text: istio.join('---\n') })
  }
  return { files, resources: made }
}

function namespaceText(name: string): string {
  return `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: ${name}\n  labels:\n    istio-injection: enabled\n`
}

function workloadTexts(namespace: string, app: string): string[] {
  const versions = ['v1', 'v2'].map(
    (version) => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${app}-${version}
  namespace: ${namespace}
spec:
  selector:
    matchLabels:
      app: ${app}
      version: ${version}
  template:
    metadata:
      labels:
        app: ${app}
        version: ${version}
    spec:
      serviceAccountName: ${app}
      containers:
        - name: ${app}
          image: registry.example.com/${app}:${version}
          ports:
            - containerPort: 8080
`,
  )
  const service = `apiVersion: v1
kind: Service
metadata:
  name: ${app}
  namespace: ${namespace}
spec:
  selector:
    app: ${app}
  ports:
    - name: http
      port: 80
      targetPort: 8080
`
  return [service, ...versions]
}

function istioObject(api: string, kind: string, namespace: string, name: string, spec: string): string {
  const indented = spec.replace(/^(?=.)/gm, '  ')
  return `apiVersion: ${api}\nkind: ${kind}\nmetadata:\n  name: ${name}\n  namespace: ${namespace}\nspec:\n${indented}`
}

const security = 'security.istio.io/v1'
const networking = 'networking.istio.io/v1'
const selector = (app: string): string => `selector:\n  matchLabels:\n    app: ${app}\n`

function peerAuthentication(namespace: string): string {
  return istioObject(security, 'PeerAuthentication', namespace, 'default', 'mtls:\n  mode: STRICT\n')
}

function httpPolicy(namespace: string, app: string): string {
  const rule = `rules:
  # who may read
  - from:
      - source:
          principals: ["cluster.local/ns/${namespace}/sa/app-0", "cluster.local/ns/${namespace}/sa/app-1"]
    to:
      - operation:
          methods: ["GET", "HEAD"]
          paths: ["/api/*", "/health"]
  - from:
      - source:
          namespaces: ["${namespace}"]
    to:
      - operation:
          methods: ["POST"]
          paths: ["/api/orders"]
`
  return istioObject(security, 'AuthorizationPolicy', namespace, `${app}-allow`, `${selector(app)}action: ALLOW\n${rule}`)
}

function addressPolicy(namespace: string, app: string): string {
  const rule = `rules:
  - from:
      - source:
          principals: ["cluster.local/ns/${namespace}/sa/app-2"]
    to:
      - operation:
          ports: ["8080"]
`
  return istioObject(security, 'AuthorizationPolicy', namespace, `${app}-allow`, `${selector(app)}action: ALLOW\n${rule}`)
}

function denyPolicy(namespace: string, app: string): string {
  const rule = `rules:\n  - from:\n      - source:\n          notNamespaces: ["${namespace}", "edge"]\n`
  return istioObject(security, 'AuthorizationPolicy', namespace, `${app}-deny`, `${selector(app)}action: DENY\n${rule}`)
}

function tokens(namespace: string, app: string): string {
  const rules = 'jwtRules:\n  - issuer: https://id.example.com\n    jwksUri: https://id.example.com/keys\n'
  return istioObject(security, 'RequestAuthentication', namespace, app, `${selector(app)}${rules}`)
}

function meshRoute(namespace: string, app: string): string {
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

function gatewayRoute(namespace: string, app: string): string {
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

function subsets(namespace: string, app: string): string {
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

function pool(namespace: string, app: string): string {
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

function external(namespace: string, index: number): string {
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

function gateway(namespace: string): string {
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
