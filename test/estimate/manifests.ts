/** Manifests of a mesh, by what they are; names say nothing else. */
export const namespace = (name: string, labels = 'istio-injection: enabled'): string =>
  `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: ${name}\n  labels:\n    ${labels}\n`

export const workload = (kind: string, name: string, within: string, { spec = '', pod = '', metadata = '' } = {}): string =>
  `apiVersion: apps/v1\nkind: ${kind}\nmetadata:\n  name: ${name}\n  namespace: ${within}\nspec:\n  selector: {matchLabels: {app: ${name}}}\n${spec}  template:\n    metadata:\n      labels: {app: ${name}}\n${metadata}    spec:\n      containers: [{name: ${name}}]\n${pod}`

export const service = (name: string, within: string, spec = ''): string =>
  `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\n  namespace: ${within}\nspec:\n${spec}  selector: {app: ${name}}\n  ports: [{name: http, port: 80}]\n`

export const istio = (kind: string, name: string, within: string, spec: string): string => {
  const group = /Policy|Authentication/.test(kind) ? 'security.istio.io/v1' : 'networking.istio.io/v1'
  return `apiVersion: ${kind === 'EnvoyFilter' ? 'networking.istio.io/v1alpha3' : group}\nkind: ${kind}\nmetadata:\n  name: ${name}\n  namespace: ${within}\nspec: ${spec}\n`
}

export const other = (apiVersion: string, kind: string, name: string, within: string, rest = ''): string =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: ${name}\n  namespace: ${within}\n${rest}`

/** A file for each text. */
export const filesOf = (...texts: readonly string[]): { readonly path: string; readonly text: string }[] =>
  texts.map((text, index) => ({ path: `${index}.yaml`, text }))
