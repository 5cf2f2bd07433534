/*
 * The names of Kubernetes, as the API server checks them (k8s:staging/src/k8s.io/apimachinery/pkg/util/validation/validation.go). The
 * formats of schemas that come with CRDs know none of these words.
 */

const label = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/
const subdomain = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/
// Words such as `__proto__` are let through: every proxy selects by them, although the API server wants a letter or digit at both ends.
const keyName = /^_*[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?_*$/
const labelValue = /^(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/
const portName = /^(?=.*[a-z])(?!.*--)[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/

const formats = {
  'DNS label': (text: string) => label.test(text),
  'DNS subdomain': isSubdomain,
  'host name': (text: string) => isSubdomain(text.replace(/\.$/, '')),
  /** The API server adds five characters to it. */
  'name prefix': (text: string) => isSubdomain(text.replace(/-$/, 'a')),
  'label key': isQualifiedName,
  /** Annotations may be written in capitals all through. */
  'annotation key': (text: string) => isQualifiedName(text.toLowerCase()),
  'label value': (text: string) => text.length <= 63 && labelValue.test(text),
  'port name': (text: string) => text.length <= 15 && portName.test(text),
} as const

export type NameFormat = keyof typeof formats

/** Whether a text has one of these formats; undefined for a format of another kind. An empty name is an absent one to Kubernetes, not a wrong one. */
export function fitsNameFormat(format: string, text: string): boolean | undefined {
  if (!Object.hasOwn(formats, format)) return undefined
  return (text === '' && !format.endsWith(' key')) || formats[format as NameFormat](text)
}

/** Whether an object can be in a namespace of this name; the empty one is that of objects of the cluster. */
export function isNamespaceName(text: string): boolean {
  return text === '' || label.test(text)
}

function isSubdomain(text: string): boolean {
  return text.length <= 253 && subdomain.test(text)
}

/** `app`, `app.kubernetes.io/name` */
function isQualifiedName(text: string): boolean {
  const slash = text.indexOf('/')
  const name = text.slice(slash + 1)
  return (slash < 0 || isSubdomain(text.slice(0, slash))) && name.length <= 63 && keyName.test(name)
}
