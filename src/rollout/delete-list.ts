import { printYaml } from '../manifest/yaml/print.ts'
import type { Deletion } from './deletions.ts'

/**
 * The file of an output folder that `kubectl delete -f` takes. Its name ends in nothing that `kubectl apply -f FOLDER` (also with `-R`),
 * `istioctl analyze FOLDER` or a directory source of Argo CD reads: those take `.yaml`, `.yml` and `.json`. A file that is named is read
 * whatever it is called (kubectl:pkg `k8s.io/cli-runtime/pkg/resource/visitor.go` ignoreFile).
 */
export const deleteListName = 'unsidecar.delete'

/** The file with what goes before the output is applied; read by nothing that does not name it. */
export const firstDeleteListName = 'unsidecar.delete-first'

/** The file with what goes after the last sidecar of the cluster; read by nothing that does not name it. */
export const lastDeleteListName = 'unsidecar.delete-last'

/** The list as YAML documents, without what goes first; undefined when there is nothing to delete. */
export function deleteListText(deletions: readonly Deletion[]): string | undefined {
  return listText(
    title,
    deletions.filter(({ first }) => first !== true),
  )
}

/** The list of what goes first. */
export function firstDeleteListText(deletions: readonly Deletion[]): string | undefined {
  return listText(
    firstTitle,
    deletions.filter(({ first }) => first === true),
  )
}

/** The list of what only sidecars follow. */
export function lastDeleteListText(deletions: readonly Deletion[]): string | undefined {
  return listText(lastTitle, deletions)
}

function listText(comment: string, deletions: readonly Deletion[]): string | undefined {
  if (deletions.length === 0) return undefined
  return comment + deletions.map(({ apiVersion, kind, namespace, name }) => document(apiVersion, kind, namespace, name)).join('---\n')
}

const title = `# What the converted manifests have no more. Delete it when the converted manifests are applied and no pod
# that moves has its sidecar any more; until then sidecars need it:
#   kubectl delete --ignore-not-found -f ${deleteListName}
`

const firstTitle = `# What no sidecar follows, because an older VirtualService has its hosts, and a waypoint would follow. Delete it before the
# converted manifests are applied. To go back, make it again last, when sidecars are back and everything else is:
#   kubectl delete --ignore-not-found -f ${firstDeleteListName}
`

const lastTitle = `# What only proxies of Istio follow, and the converted manifests keep for them. Delete it, and take it out of the
# manifests, when no pod of the cluster has a sidecar any more, also none of a namespace that was not converted. Gateways
# of Istio follow DestinationRules: if there are any here, no gateway may be left either.
#   kubectl delete --ignore-not-found -f ${lastDeleteListName}
`

function document(apiVersion: string, kind: string, namespace: string, name: string): string {
  return printYaml({ apiVersion, kind, metadata: { name, ...(namespace === '' ? {} : { namespace }) } })
}
