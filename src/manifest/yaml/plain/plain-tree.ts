import { Document, type Node, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml'
import type { YamlTree } from '../parsed-file.ts'
import { kubernetesSchema } from '../scalars.ts'
import type { PlainStyle } from './plain-line.ts'
import { type Extent, type PlainMaker, readPlain } from './plain-yaml.ts'

/** The tree that the parser makes of a document that `readPlain` reads, as far as it is asked for: nodes, their ranges and styles. */
export function plainTree(text: string): YamlTree | undefined {
  const contents = readPlain(text, nodes)
  if (contents === undefined) return undefined
  const tree = new Document(undefined, { schema: kubernetesSchema, uniqueKeys: false, prettyErrors: false, logLevel: 'error' })
  tree.contents = contents as typeof tree.contents
  return tree as unknown as YamlTree
}

const nodes: PlainMaker<Node, Scalar> = {
  scalar: scalarNode,
  key: scalarNode,
  map({ keys, values }, extent, flow) {
    const map = new YAMLMap(kubernetesSchema)
    for (const [index, key] of keys.entries()) map.items.push(new Pair(key, values[index]))
    return placed(map, extent, flow)
  },
  list(items, extent, flow) {
    const list = new YAMLSeq(kubernetesSchema)
    for (const item of items) list.items.push(item)
    return placed(list, extent, flow)
  },
}

function scalarNode(style: PlainStyle, source: string, value: unknown, { start, end, next }: Extent): Scalar {
  const scalar = new Scalar(value)
  scalar.range = [start, end, next]
  scalar.source = source
  scalar.type = style
  return scalar
}

function placed(node: YAMLMap | YAMLSeq, { start, end, next }: Extent, flow: boolean): Node {
  node.range = [start, end, next]
  if (flow) node.flow = true
  return node
}
