import { decide } from '../../src/decide/decide.ts'
import type { Mesh } from '../../src/model/mesh.ts'
import type { Address, Request } from '../../src/model/request.ts'
import type { Branch, Decision } from '../../src/model/verdict.ts'

/**
 * True where a request was denied only because the sidecar of its client had no cluster for it and sent it on in plaintext, without an
 * identity (PassthroughCluster): with its identity the pod `branch.workload` admits it, and no Service that leads to the pod's port keeps the
 * client out. In ambient mode ztunnel sends the identity there, and no manifest can change that (docs/decisions/030). What leads to a pod is
 * said here once more: comparing has its own word on it, and a fault of that has to show.
 */
export function closedOnlyByAnonymity(before: Mesh, request: Request, branch: Branch, externalAllows: boolean): boolean {
  if (!branch.points.some(({ reason }) => reason.includes('PassthroughCluster'))) return false
  const ask = (address: Address): Decision => decide(before, { ...request, address }, { externalAllows, identified: true })
  const admits = ({ branches }: Decision): boolean =>
    branches.some(({ workload, port, verdict }) => workload === branch.workload && port === branch.port && verdict === 'allowed')
  const named = namesOf(before, request.address).map(ask)
  if (named.some(admits)) return true
  return admits(ask(request.address)) && named.every(isOpen)
}

/** The Services by which sidecars know an address; itself, where there is none but itself. */
function namesOf({ services, workloads }: Mesh, address: Address): readonly Address[] {
  if (address.kind !== 'pod') return [address]
  const pod = workloads.find(({ namespace, name }) => namespace === address.namespace && name === address.workload)
  if (pod === undefined) throw new Error(`no pod ${address.namespace}/${address.workload}`)
  const numbers = new Map<number | string | undefined, number>(pod.ports.map(({ name, port }) => [name, port]))
  const found: Address[] = []
  for (const { namespace, name, selector, ports } of services) {
    if (namespace !== pod.namespace || selector === undefined) continue
    if (Object.entries(selector).some(([label, value]) => pod.labels[label] !== value)) continue
    for (const { port, targetPort } of ports) {
      const number = typeof targetPort === 'number' ? targetPort : numbers.get(targetPort)
      if (number === address.port) found.push({ kind: 'service', namespace, name, port })
    }
  }
  return found.length === 0 ? [address] : found
}

/** Let in somewhere, or answered by a route with something other than an error. */
function isOpen({ answer, branches }: Decision): boolean {
  if (answer !== undefined) return answer.kind === 'redirect' || (answer.status ?? 0) < 400
  return branches.some(({ verdict, host }) => verdict === 'allowed' && !/^status [45]/.test(host ?? ''))
}
