import { managedBy } from '../../../../src/model/managed-by.ts'
import type { KubernetesObject } from '../../../../src/model/object.ts'

/** Names for added objects: those of the input stay what they are, and no two objects of a kind share one. */
export class ObjectNames {
  readonly #taken: Set<string>

  constructor(existing: readonly { readonly namespace: string; readonly name: string }[]) {
    this.#taken = new Set(existing.map((object) => `${object.namespace}/${object.name}`))
  }

  /** `<name>-<suffix>`, shortened with a hash to 63 characters, numbered when taken. */
  claim(namespace: string, name: string, suffix: string): string {
    const wanted = `${name}-${suffix}`
    const base = wanted.length <= 63 ? wanted : `${name.slice(0, 63 - suffix.length - 10)}-${hash(name)}-${suffix}`
    let free = base
    for (let count = 2; this.#taken.has(`${namespace}/${free}`); count += 1) free = `${base}-${count}`
    this.#taken.add(`${namespace}/${free}`)
    return free
  }
}

/** FNV-1a, eight hexadecimal digits. */
function hash(text: string): string {
  let value = 0x811c9dc5
  for (let position = 0; position < text.length; position += 1) value = Math.imul(value ^ text.charCodeAt(position), 0x01000193) >>> 0
  return value.toString(16).padStart(8, '0')
}

export function authorizationPolicyObject(
  namespace: string,
  name: string,
  spec: Readonly<Record<string, unknown>>,
  annotations?: Readonly<Record<string, string>>,
): KubernetesObject {
  return {
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: { name, namespace, labels: managedBy, ...(annotations === undefined ? {} : { annotations }) },
    spec,
  }
}
