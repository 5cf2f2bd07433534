import type { InputFile } from '../src/manifest/input-file.ts'

/** Documents of one workload in `movableMesh`. */
const perWorkload = 5

/**
 * A mesh that moves to ambient as a whole, in one file: namespaces of ten workloads, each with a Service, a Deployment, a ServiceAccount, a
 * policy about clients and one about requests. Unlike in `generatedMesh`, nothing keeps its sidecar, so that there is much to write and to compare.
 */
export function movableMesh(size: number): { readonly files: readonly InputFile[]; readonly resources: number } {
  const workloads = Math.ceil(size / (perWorkload + 0.1))
  const documents: string[] = []
  for (let index = 0; index < workloads; index += 1) {
    const namespace = `team-${Math.floor(index / 10)}`
    if (index % 10 === 0) documents.push(namespaceDocument(namespace))
    documents.push(...workload(`app-${index}`, namespace, `app-${index % 10 === 0 ? index : index - 1}`))
  }
  return { files: [{ path: 'mesh.yaml', text: documents.join('---\n') }], resources: documents.length }
}

function namespaceDocument(name: string): string {
  return `apiVersion: v1
kind: Namespace
metadata:
  name: ${name}
  labels:
    istio-injection: enabled
`
}

function workload(name: string, namespace: string, caller: string): string[] {
  return [
    `apiVersion: v1
kind: ServiceAccount
metadata:
  name: ${name}
  namespace: ${namespace}
`,
    `apiVersion: v1
kind: Service
metadata:
  name: ${name}
  namespace: ${namespace}
  labels:
    app: ${name}
spec:
  selector:
    app: ${name}
  ports:
    - name: http
      port: 80
      targetPort: 8080
`,
    `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
  namespace: ${namespace}
  labels:
    app: ${name}
spec:
  replicas: 2
  selector:
    matchLabels:
      app: ${name}
  template:
    metadata:
      labels:
        app: ${name}
      annotations:
        sidecar.istio.io/inject: "true"
    spec:
      serviceAccountName: ${name}
      containers:
        - name: app
          image: registry.example.com/${namespace}/${name}:1.4.2
          ports:
            - name: http
              containerPort: 8080
          resources:
            requests:
              cpu: 100m
              memory: 128Mi
          readinessProbe:
            httpGet:
              path: /healthz
              port: 8080
`,
    `apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata:
  name: ${name}-clients
  namespace: ${namespace}
spec:
  selector:
    matchLabels:
      app: ${name}
  action: DENY
  rules:
    - from:
        - source:
            notNamespaces: ["${namespace}"]
`,
    `apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata:
  name: ${name}-requests
  namespace: ${namespace}
spec:
  selector:
    matchLabels:
      app: ${name}
  action: ALLOW
  rules:
    - from:
        - source:
            principals: ["cluster.local/ns/${namespace}/sa/${caller}"]
      to:
        - operation:
            methods: ["GET", "POST"]
            paths: ["/api/*"]
`,
  ]
}
