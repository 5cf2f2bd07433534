import { printYaml } from '../manifest/print.ts'
import type { Deletion } from './deletions.ts'

/**
 * The file of an output folder that `kubectl delete -f` takes. Its name ends in nothing that `kubectl apply -f FOLDER` (also with `-R`),
 * `istioctl analyze FOLDER` or a directory source of Argo CD reads: those take `.yaml`, `.yml` and `.json`. A file that is named is read
 * whatever it is called (kubectl:pkg `k8s.io/cli-runtime/pkg/resource/visitor.go` ignoreFile).
 */
export const deleteListName = 'unsidecar.delete'

/** The list as YAML documents; undefined when there is nothing to delete. */
export function deleteListText(deletions: readonly Deletion[]): string | undefined {
  if (deletions.length === 0) return undefined
  return title + deletions.map(({ apiVersion, kind, namespace, name }) => document(apiVersion, kind, namespace, name)).join('---\n')
}

const title = `# What the converted manifests have no more. Delete it when the converted manifests are applied and no pod
# that moves has its sidecar any more; until then sidecars need it:
#   kubectl delete --ignore-not-found -f ${deleteListName}
`

function document(apiVersion: string, kind: string, namespace: string, name: string): string {
  return printYaml({ apiVersion, kind, metadata: { name, ...(namespace === '' ? {} : { namespace }) } })
}
