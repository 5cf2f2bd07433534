import { decide } from '../../src/model/decide/decide.ts'
import type { Request } from '../../src/model/decide/request.ts'
import type { Branch, Decision } from '../../src/model/decide/verdict.ts'
import type { Mesh } from '../../src/model/mesh.ts'
import { ownAddressesOf } from '../../src/verify/own-addresses.ts'

/**
 * True where a request was denied only because the sidecar of its client had no cluster for it and sent it on in plaintext, without an
 * identity (PassthroughCluster): with its identity the pod `branch.workload` admits it, and no Service that leads to the pod's port keeps the
 * client out. In ambient mode ztunnel sends the identity there, and no manifest can change that (docs/decisions/030).
 */
export function closedOnlyByAnonymity(before: Mesh, request: Request, branch: Branch, externalAllows: boolean): boolean {
  if (!branch.points.some(({ reason }) => reason.includes('PassthroughCluster'))) return false
  const ask = (address: Request['address']): Decision => decide(before, { ...request, address }, { externalAllows, identified: true })
  const admits = ({ branches }: Decision): boolean =>
    branches.some(({ workload, port, verdict }) => workload === branch.workload && port === branch.port && verdict === 'allowed')
  const named = ownAddressesOf(before, request.address).map(ask)
  return named.some(admits) || (admits(ask(request.address)) && named.every(isOpen))
}

/** Let in somewhere, or answered by a route with something other than an error. */
function isOpen({ answer, branches }: Decision): boolean {
  if (answer !== undefined) return answer.kind === 'redirect' || (answer.status ?? 0) < 400
  return branches.some(({ verdict, host }) => verdict === 'allowed' && !/^status [45]/.test(host ?? ''))
}
