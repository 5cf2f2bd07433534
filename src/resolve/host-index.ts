import type { Mesh } from '../model/mesh.ts'
import { hostsMatch } from './hosts.ts'

/** Works something out once for each mesh; meshes do not change. */
export function perMesh<T>(build: (mesh: Mesh) => T): (mesh: Mesh) => T {
  const known = new WeakMap<Mesh, T>()
  return (mesh) => {
    let value = known.get(mesh)
    if (value === undefined) {
      value = build(mesh)
      known.set(mesh, value)
    }
    return value
  }
}

/** Members by namespace, in their order. */
export function indexByNamespace<T extends { readonly namespace: string }>(list: readonly T[]): (namespace: string) => readonly T[] {
  const index = new Map<string, T[]>()
  for (const item of list) {
    const known = index.get(item.namespace)
    if (known === undefined) index.set(item.namespace, [item])
    else known.push(item)
  }
  return (namespace) => index.get(namespace) ?? []
}

/** Values under host names, some of them with a leading star; found by any host that can mean the same (`hostsMatch`). */
export class HostIndex<T> {
  readonly #exact = new Map<string, Set<number>>()
  readonly #wildcards: { readonly host: string; readonly position: number }[] = []
  readonly #values: T[] = []

  add(hosts: readonly string[], value: T): void {
    const position = this.#values.push(value) - 1
    for (const host of hosts) {
      if (host.startsWith('*')) this.#wildcards.push({ host, position })
      else {
        const known = this.#exact.get(host)
        if (known === undefined) this.#exact.set(host, new Set([position]))
        else known.add(position)
      }
    }
  }

  /** Each value once, in the order in which they were added. */
  find(host: string): T[] {
    const found = new Set<number>()
    if (host.startsWith('*')) {
      for (const [name, positions] of this.#exact) if (hostsMatch(host, name)) for (const position of positions) found.add(position)
    } else for (const position of this.#exact.get(host) ?? []) found.add(position)
    for (const { host: wildcard, position } of this.#wildcards) if (hostsMatch(host, wildcard)) found.add(position)
    return [...found].sort((a, b) => a - b).map((position) => this.#values[position]!)
  }
}
