import type { MeshSettings } from '../../../src/model/settings.ts'
import type { RouteRule } from '../../gateway-api/write/http-route.ts'

type ChangingMode = Exclude<MeshSettings['pathNormalization'], 'none'>

/**
 * Paths that gateways of Istio change before they look at their routes, and those of Cilium do not (measured: Cilium 1.20.2; Envoy 1.40.0): characters that no path
 * may have, encoded ones that need no encoding or that are refused, and dot segments. `/a/../b` is `/b` for Istio.
 */
const changedAlways = '.*(?:(?:[^!-~]|["<>^`{|}\\\\]|%(?i:00|2[de]|3[0-9]|[46][1-9a-f]|5[0-9af]|7[0-9ae])).*|/\\.\\.?(?:[;/].*)?)'

/** What the mesh's own setting merges and decodes besides. A pattern of its own: with the other it would be beyond Envoy's limit. */
const changedBesides: Readonly<Record<ChangingMode, readonly string[]>> = {
  base: [],
  'merge-slashes': ['.*//.*'],
  'decode-and-merge-slashes': ['.*(?://|%(?i:2f|5c)).*'],
}

/** The no-op group that makes a pattern longer. */
const padding = '(?:)'

/**
 * Rules with one more before them, which answers 500 to such paths: it has no backends. The operator tries patterns by their length, so its own are longer than any
 * other. Undefined where a pattern would be longer than the schema takes.
 */
export function withPathGuard(rules: readonly RouteRule[], mode: MeshSettings['pathNormalization']): readonly RouteRule[] | undefined {
  const patterns = rules.flatMap(({ matches = [] }) =>
    matches.flatMap(({ path }) => (path?.type === 'RegularExpression' ? [path.value ?? ''] : [])),
  )
  const asksPath = rules.some(({ matches = [] }) => matches.some(({ path }) => path?.value !== undefined && path.value !== '/'))
  if (!asksPath || mode === 'none') return rules
  const longest = Math.max(0, ...patterns.map((pattern) => pattern.length))
  const values = [changedAlways, ...changedBesides[mode]].map((value) => longerThan(longest, value))
  if (values.some((value) => value.length > 1024)) return undefined
  return [{ matches: values.map((value) => ({ path: { type: 'RegularExpression', value } })) }, ...rules]
}

function longerThan(length: number, pattern: string): string {
  return pattern + padding.repeat(Math.max(0, Math.ceil((length + 1 - pattern.length) / padding.length)))
}
