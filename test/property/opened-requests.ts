import { decide } from '../../src/decide/decide.ts'
import type { Mesh } from '../../src/model/mesh.ts'
import type { Request } from '../../src/model/request.ts'
import type { Branch, Decision } from '../../src/model/verdict.ts'
import { externalAnswers } from './external-answers.ts'
import { closedOnlyByAnonymity } from './identity.ts'

/** A request that reaches, in the mesh after, what the mesh before keeps it from. */
export interface OpenedRequest {
  readonly request: Request
  readonly externalAllows: boolean
  readonly before: Decision
  readonly after: Decision
}

/**
 * Those of some requests that are let in somewhere after, and were kept out there before: by a policy, by the client's own sidecar, by a
 * route that answers with an error, or, where they went elsewhere, by what the pods say at their own address. Each is asked with both
 * answers of external authorizers, where there are any.
 */
export function openedRequests(before: Mesh, after: Mesh, requests: readonly Request[]): OpenedRequest[] {
  const answers = externalAnswers(before, after)
  return requests.flatMap((request) =>
    answers.flatMap((externalAllows): OpenedRequest[] => {
      const is = decide(after, request, { externalAllows })
      const admitted = is.branches.filter((branch) => branch.verdict === 'allowed' && !isError(branch))
      if (admitted.length === 0) return []
      const was = decide(before, request, { externalAllows })
      const opens = admitted.some((branch) => wasClosed(before, request, externalAllows, was, branch))
      return opens ? [{ request, externalAllows, before: was, after: is }] : []
    }),
  )
}

function wasClosed(before: Mesh, request: Request, externalAllows: boolean, was: Decision, now: Branch): boolean {
  if (isStopped(was)) return true
  const closed = (branch: Branch): boolean => branch.verdict === 'denied' && !closedOnlyByAnonymity(before, request, branch, externalAllows)
  const same = was.branches.filter(({ workload, port, host }) => workload === now.workload && port === now.port && host === now.host)
  if (same.length > 0) return same.every(closed)
  const pods = before.workloads.find(({ namespace, name }) => `${namespace}/${name}` === now.workload)
  if (pods === undefined || now.port === undefined) return was.branches.length > 0 && was.branches.every(closed)
  const address = { kind: 'pod' as const, namespace: pods.namespace, workload: pods.name, port: now.port }
  return decide(before, { ...request, address }, { externalAllows, identified: true }).branches.some(({ verdict }) => verdict === 'denied')
}

/** Kept from every destination: by the client's own sidecar, or by routes that answer with an error. */
function isStopped({ verdict, answer, branches }: Decision): boolean {
  if (answer !== undefined) return answer.kind === 'response' && answer.status >= 400
  return branches.length === 0 ? verdict === 'denied' : branches.every(isError)
}

function isError({ host }: Branch): boolean {
  return host !== undefined && /^status [45]/.test(host)
}
