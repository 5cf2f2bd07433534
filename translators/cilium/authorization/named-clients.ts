import { mayName } from '../../../src/model/identity-names.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import type { IdentityMatch } from '../../../src/model/predicate.ts'
import type { Labels } from '../../../src/model/workload.ts'

/**
 * The labels of the pods of a namespace that identities name, where they name single service accounts and the input has pods of each; undefined
 * where all pods of the namespace may be meant, or pods that the input does not have.
 */
export function labelsOfNamed(mesh: Mesh, matches: readonly IdentityMatch[], namespace: string): readonly Labels[] | undefined {
  const accounts = matches.filter((match) => mayName(match, namespace)).map(accountOf)
  const pods = mesh.workloads.filter((pod) => pod.namespace === namespace && pod.address === undefined)
  const areKnown = accounts.every((account) => account !== undefined && pods.some(({ serviceAccount }) => serviceAccount === account))
  return areKnown ? pods.filter(({ serviceAccount }) => accounts.includes(serviceAccount)).map(({ labels }) => labels) : undefined
}

function accountOf(match: IdentityMatch): string | undefined {
  if ('pattern' in match && match.pattern !== undefined) return undefined
  if (match.by === 'service-account') return match.name
  if (match.by !== 'principal' || match.match.op !== 'exact') return undefined
  return /^[^/]+\/ns\/[^/]+\/sa\/([^/]+)$/.exec(match.match.value)?.[1]
}
