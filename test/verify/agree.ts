import { expect } from 'vitest'
import type { ClientProxy } from '../../src/decide/client.ts'
import { decide } from '../../src/decide/decide.ts'
import { normalTarget } from '../../src/decide/rules/normal-path.ts'
import type { Mesh } from '../../src/model/mesh.ts'
import type { Request } from '../../src/model/request.ts'
import { findWorkload } from '../../src/resolve/services.ts'
import { TreeDiagrams } from '../../src/verify/diagrams/tree-diagram.ts'
import { Universe } from '../../src/verify/diagrams/universe.ts'
import { isOnlyRouted } from '../../src/verify/parts/other-names.ts'
import { conditionsOf } from '../../src/verify/symbolic/decision-tree.ts'
import { decisionTreeOf } from '../../src/verify/symbolic/decision-tree-of.ts'
import { type Recipient, recipientName } from '../../src/verify/symbolic/recipient.ts'
import { follow, type Sender } from './follow.ts'

/** Expects that the diagrams of a mesh and the reference evaluator decide a request alike, wherever neither is in doubt. */
export function agree(mesh: Mesh, request: Request, externalAllows: boolean): void {
  const { proxy, sender } = senderOf(mesh, request)
  const tree = decisionTreeOf({
    mesh,
    proxy,
    endpoint: request.client.kind === 'unmeshed' ? 'world' : 'pod',
    address: request.address,
    protocol: request.protocol,
    clientNamespaces: [sender.namespace],
    labels: sender.labels,
    ...calledBy(mesh, request),
    ...(request.sni === undefined ? {} : { serverName: request.sni }),
  })
  const universe = Universe.of(conditionsOf(tree), mesh.settings, new Map())
  if ('tooLarge' in universe) throw new Error(universe.tooLarge)
  const target = normalTarget(request.http?.target ?? '/', mesh.settings.pathNormalization)!
  const normal = request.http === undefined ? request : { ...request, http: { ...request.http, target } }
  const outcome = follow(
    universe,
    new TreeDiagrams(universe).node(tree),
    normal,
    { ...sender, target: request.http?.target ?? '/' },
    externalAllows,
  )
  const decision = decide(mesh, request, { externalAllows })
  const said = JSON.stringify({
    request,
    externalAllows,
    outcome,
    decision: decision.verdict,
    answer: decision.answer,
    branches: decision.branches.map(({ workload, verdict, points }) => ({
      workload,
      verdict,
      points: points.map(({ point, reason }) => `${point}: ${reason}`),
    })),
  })
  // Branches that decide differently make the whole undetermined, too; those are compared one by one.
  const verdicts = decision.branches.length === 0 ? [decision.verdict] : decision.branches.map(({ verdict }) => verdict)
  if (outcome === 'unknown' || outcome.kind === 'unknown' || verdicts.includes('undetermined')) return
  if (outcome.kind === 'sent') {
    const arrived = decision.branches.map(({ end, share, verdict }) => ({
      destination: end,
      share,
      allowed: verdict === 'allowed',
    }))
    expect(byDestination(arrived), said).toEqual(byDestination(outcome.arrivals))
  } else
    expect(decision.answer !== undefined || decision.branches.some(({ verdict }) => verdict === 'allowed'), said).toBe(
      outcome.kind === 'answered',
    )
}

/** The share of the requests that arrives at each destination, and whether it is let in. */
function byDestination(
  arrivals: readonly { readonly destination: Recipient; readonly share: number; readonly allowed: boolean }[],
): object {
  const shares: Record<string, number> = {}
  for (const { destination, share, allowed } of arrivals) {
    const key = `${recipientName(destination)} ${allowed ? 'allowed' : 'denied'}`
    shares[key] = (shares[key] ?? 0) + share
  }
  // Of the sums: two thirds may come as one share or as two.
  return Object.fromEntries(Object.entries(shares).map(([key, share]) => [key, Math.round(share * 1e4) / 1e4]))
}

/** Tables of routes may have a short name of the Service for themselves. */
function calledBy(mesh: Mesh, { address, http }: Request): { called?: string } {
  const name = http?.authority.replace(/:\d+$/, '')
  return address.kind === 'service' && name !== undefined && isOnlyRouted(mesh, name) ? { called: name } : {}
}

function senderOf(mesh: Mesh, { client }: Request): { proxy: ClientProxy; sender: Sender } {
  const sender = {
    trustDomain: mesh.settings.trustDomain,
    namespace: 'none',
    serviceAccount: 'none',
    labels: {},
    ip: client.ip ?? '10.64.0.10',
  }
  switch (client.kind) {
    case 'unmeshed':
      return { proxy: 'none', sender }
    case 'ingress':
      return { proxy: 'gateway', sender: { ...sender, namespace: client.namespace, serviceAccount: client.serviceAccount } }
    case 'stranger':
      return {
        proxy: client.dataPlane === 'sidecar' ? 'sidecar' : 'ztunnel',
        sender: { ...sender, namespace: client.namespace, serviceAccount: client.serviceAccount, labels: client.labels ?? {} },
      }
    case 'workload': {
      const { namespace, serviceAccount, labels, dataPlane } = findWorkload(mesh, client.namespace, client.name)!
      const proxy = dataPlane === 'sidecar' ? 'sidecar' : dataPlane === 'ambient' ? 'ztunnel' : 'none'
      return { proxy, sender: { ...sender, namespace, serviceAccount, labels } }
    }
  }
}
