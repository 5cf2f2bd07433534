import { printYaml } from '../manifest/yaml/print.ts'
import type { HelmValue, Prerequisites } from '../model/prerequisites.ts'

/**
 * The file of an output folder with values of a Helm chart. As with the list of deletions, its name ends in nothing that `kubectl apply -f
 * FOLDER`, `istioctl analyze FOLDER` or a directory source of Argo CD reads; `helm -f` takes a file of any name.
 */
export const chartValuesName = 'unsidecar.values'

/** The values as a fragment of `values.yaml`, each with what needs it; undefined where none is needed. */
export function chartValuesText(prerequisites: Prerequisites | undefined): string | undefined {
  if (prerequisites === undefined || prerequisites.values.length === 0) return undefined
  const { values } = prerequisites
  const tops = [...new Set(values.map(({ path }) => path[0]))]
  const groups = tops.map((top) => values.filter(({ path }) => path[0] === top))
  return title + groups.map((group) => comments(group) + printYaml(nested(group, 0))).join('')
}

const title = `# What the converted manifests need of Cilium, as values of its Helm chart. The other values of the release stay as they are.
`

function comments(values: readonly HelmValue[]): string {
  return values.map(({ path, why }) => `# ${path.join('.')}: ${why}\n`).join('')
}

/** `[a.b: 1, a.c: 2]` as `{a: {b: 1, c: 2}}`: the part of the paths from a depth on. */
function nested(values: readonly HelmValue[], depth: number): Record<string, unknown> {
  const keys = [...new Set(values.map(({ path }) => path[depth]!))]
  return Object.fromEntries(
    keys.map((key) => {
      const own = values.filter(({ path }) => path[depth] === key)
      const leaf = own.find(({ path }) => path.length === depth + 1)
      return [key, leaf === undefined ? nested(own, depth + 1) : leaf.value]
    }),
  )
}
