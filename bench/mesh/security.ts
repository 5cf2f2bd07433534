import { istioObject, selector } from './istio-object.ts'

const security = 'security.istio.io/v1'

export function peerAuthentication(namespace: string): string {
  return istioObject(security, 'PeerAuthentication', namespace, 'default', 'mtls:\n  mode: STRICT\n')
}

/** A port that speaks plain text beside those that do not. */
export function portException(namespace: string, app: string): string {
  const spec = `${selector(app)}mtls:\n  mode: STRICT\nportLevelMtls:\n  9090:\n    mode: PERMISSIVE\n`
  return istioObject(security, 'PeerAuthentication', namespace, `${app}-metrics`, spec)
}

export function httpPolicy(namespace: string, app: string): string {
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

export function addressPolicy(namespace: string, app: string): string {
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

export function denyPolicy(namespace: string, app: string): string {
  const rule = `rules:\n  - from:\n      - source:\n          notNamespaces: ["${namespace}", "edge"]\n`
  return istioObject(security, 'AuthorizationPolicy', namespace, `${app}-deny`, `${selector(app)}action: DENY\n${rule}`)
}

/** Without a selector: for every pod of the namespace. */
export function namespacePolicy(namespace: string): string {
  const rule = `rules:\n  - from:\n      - source:\n          namespaces: ["${namespace}", "edge"]\n`
  return istioObject(security, 'AuthorizationPolicy', namespace, 'neighbours', rule)
}

/** A service of its own decides; the mesh configuration names it. */
export function externalPolicy(namespace: string, app: string): string {
  const spec = `${selector(app)}action: CUSTOM\nprovider:\n  name: ext-authz\nrules:\n  - to:\n      - operation:\n          paths: ["/admin/*"]\n`
  return istioObject(security, 'AuthorizationPolicy', namespace, `${app}-custom`, spec)
}

export function tokens(namespace: string, app: string): string {
  const rules = 'jwtRules:\n  - issuer: https://id.example.com\n    jwksUri: https://id.example.com/keys\n'
  return istioObject(security, 'RequestAuthentication', namespace, app, `${selector(app)}${rules}`)
}
