/** A Namespace whose pods get sidecars, and so move. */
export function enrolledNamespace(name: string): string {
  return `apiVersion: v1
kind: Namespace
metadata: {name: ${name}, labels: {istio-injection: enabled}}
`
}

/** A Deployment of one container without ports. */
export function plainDeployment(name: string, namespace: string): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}, namespace: ${namespace}}
spec:
  selector: {matchLabels: {app: ${name}}}
  template: {metadata: {labels: {app: ${name}}}, spec: {containers: [{name: main, image: main}]}}
`
}
