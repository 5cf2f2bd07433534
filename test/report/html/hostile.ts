/** A mesh whose values try to be markup, to end an attribute, and to bring what is not seen. The policy that denied is gone in the second one. */
const attack = `<img src=x onerror=alert(1)></script><script>alert(2)</script>"' --> ]]> {{7*7}} \\u202e \\e[31m`

const mesh = `apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {istio-injection: enabled}, annotations: {note: "${attack.replaceAll('"', '\\"')}"}}
---
apiVersion: v1
kind: Service
metadata: {name: cart, namespace: shop}
spec: {selector: {app: cart}, ports: [{name: http, port: 80, targetPort: 8080}]}
---
apiVersion: v1
kind: Pod
metadata: {name: cart, namespace: shop, labels: {app: cart}}
spec: {serviceAccountName: cart, containers: [{name: a, image: a, ports: [{containerPort: 8080}]}]}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: cart, namespace: shop}
spec:
  hosts: [cart]
  http:
    - match: [{uri: {exact: "/${'<img src=x onerror=alert(3)>'}"}, headers: {x-a: {exact: "${attack.replaceAll('"', '\\"')}"}}}]
      route: [{destination: {host: cart}}]
      headers: {request: {set: {x-b: "<script>alert(4)</script>"}}}
    - route: [{destination: {host: cart}}]
`

const policy = `---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: deny, namespace: shop, annotations: {note: "</pre><script>alert(5)</script>"}}
spec:
  action: DENY
  selector: {matchLabels: {app: cart}}
  rules: [{to: [{operation: {paths: ["/<img src=x onerror=alert(3)>"]}}], when: [{key: "request.headers[x-a]", values: ["<img src=x onerror=alert(6)>"]}]}]
`

export const hostileBase = `${mesh}${policy}`
export const hostile = mesh
