import { isMap, isScalar, Scalar, visit } from 'yaml'
import { catalogue } from '../../diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../diagnostics/diagnostic.ts'
import type { ParsedFile, YamlTree } from '../yaml/parsed-file.ts'
import type { Chunk } from '../yaml/split.ts'

const candidate = /[0-9a-fA-F:]:(?=[ \t]*(?:#.*)?\r?$|[ \t]*[\],}])/m
const addressKey = /^[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4})*:$/

/**
 * Finds unquoted IPv6 addresses that end in `::`. In block lists Kubernetes reads a map as we do, so only the finding is made; in flow
 * lists Kubernetes reads a string, so the node is replaced by one.
 */
export function readBareAddresses(file: ParsedFile, chunk: Chunk, tree: YamlTree, diagnostics: Diagnostic[]): void {
  const text = file.text.slice(chunk.start, chunk.end)
  if (!text.includes('::') || !candidate.test(text)) return
  visit(tree, {
    Map(_, map, path) {
      const pair = map.items[0]
      if (map.items.length !== 1 || !isScalar(pair?.key) || pair.key.type !== 'PLAIN') return undefined
      if (pair.value !== null && !(isScalar(pair.value) && pair.value.value === null && !pair.value.source)) return undefined
      const key = pair.key.source ?? ''
      if (!key.includes(':') || !addressKey.test(key)) return undefined
      const address = `${key}:`
      const start = pair.key.range?.[0] ?? 0
      const end = start + address.length
      const span = file.lines.span(chunk.start + start, chunk.start + end)
      const parent = path.at(-1)
      // `[2001:db8::]` makes a map without braces of its own.
      if (map.flow && text[map.range?.[0] ?? 0] !== '{' && !isMap(parent)) {
        diagnostics.push(diagnose(catalogue.addressInFlowList, span, { text: address }))
        const scalar = new Scalar(address)
        scalar.range = [start, end, end]
        scalar.source = address
        scalar.type = 'PLAIN'
        return scalar
      }
      diagnostics.push(diagnose(catalogue.addressReadAsMap, span, { text: address }))
      return undefined
    },
  })
}
