import { linkSchemas, type Schema } from './schema.ts'
import type { KindData, SchemaSetData } from './schema-data.ts'

/** One kind of a schema set, in one channel. */
export interface KindSchema {
  readonly group: string
  readonly kind: string
  readonly scope: 'Namespaced' | 'Cluster'
  readonly channel?: 'standard' | 'experimental'
  /** The version that the API server stores; generated types are of it. */
  readonly storage: string
  /** The schema of each served version. `apiVersion`, `kind` and `metadata` are not in it. */
  readonly versions: ReadonlyMap<string, Schema>
}

/** The schemas of one release of a project. */
export class SchemaSet {
  readonly kinds: readonly KindSchema[]
  readonly #byKind = new Map<string, KindSchema[]>()

  constructor(data: SchemaSetData) {
    const nodes = linkSchemas(data.nodes, data.rules)
    this.kinds = data.kinds.map((kind) => linkKind(kind, nodes))
    for (const kind of this.kinds) {
      const key = `${kind.group}/${kind.kind}`
      this.#byKind.set(key, [...(this.#byKind.get(key) ?? []), kind])
    }
  }

  /** The kind, in the channel asked for; sets without channels answer to both. */
  find(group: string, kind: string, channel: 'standard' | 'experimental'): KindSchema | undefined {
    return this.#byKind.get(`${group}/${kind}`)?.find((candidate) => (candidate.channel ?? channel) === channel)
  }
}

function linkKind(data: KindData, nodes: readonly Schema[]): KindSchema {
  const versions = new Map(Object.entries(data.versions).map(([version, node]) => [version, nodes[node]!]))
  return { ...data, versions }
}
