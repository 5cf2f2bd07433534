import type { MeshSettings } from '../../../src/model/settings.ts'
import type { RouteRule } from '../../gateway-api/write/http-route.ts'

/**
 * Paths that gateways of Istio change before they look at their routes, and those of Cilium do not (measured: Cilium 1.20.2; Envoy 1.40.0): characters that no path
 * may have, encoded ones that need no encoding or that are refused, dot segments, and what the mesh's own setting merges and decodes. `/a/../b` is `/b` for Istio.
 */
const changed: Readonly<Record<Exclude<MeshSettings['pathNormalization'], 'none'>, string>> = {
  base: '',
  'merge-slashes': '|//.*',
  'decode-and-merge-slashes': '|//.*|%(?i:2f|5c).*',
}

function changedPaths(mode: Exclude<MeshSettings['pathNormalization'], 'none'>): string {
  return `.*(?:(?:[^!-~]|["<>^\`{|}\\\\]|%(?i:00|2[de]|3[0-9]|[46][1-9a-f]|5[0-9af]|7[0-9ae])).*|/\\.\\.?(?:[;/].*)?${changed[mode]})`
}

/** The no-op group that makes a pattern longer. */
const padding = '(?:)'

/**
 * Rules with one more before them, which answers 500 to such paths: it has no backends. The operator tries patterns by their length, so it is longer than any other.
 * Undefined where a pattern would be longer than the schema takes.
 */
export function withPathGuard(rules: readonly RouteRule[], mode: MeshSettings['pathNormalization']): readonly RouteRule[] | undefined {
  const patterns = rules.flatMap(({ matches = [] }) =>
    matches.flatMap(({ path }) => (path?.type === 'RegularExpression' ? [path.value ?? ''] : [])),
  )
  const asksPath = rules.some(({ matches = [] }) => matches.some(({ path }) => path?.value !== undefined && path.value !== '/'))
  if (!asksPath || mode === 'none') return rules
  let value = changedPaths(mode)
  const longest = Math.max(0, ...patterns.map((pattern) => pattern.length))
  while (value.length <= longest) value += padding
  return value.length > 1024 ? undefined : [{ matches: [{ path: { type: 'RegularExpression', value } }] }, ...rules]
}
