import type { Mesh } from '../../../src/model/mesh.ts'
import type { Service } from '../../../src/model/service.ts'
import type { ChainRule } from '../../../src/resolve/routes/chain-rule.ts'
import { type RouteTarget, routeTargetsOf } from '../../../src/resolve/routes/destination-host.ts'
import { isCatchAll } from '../../../src/resolve/routes/merged-at-gateway.ts'
import { mayBeRefused } from './policies-of-pods.ts'

/** A port of a Service that clients call. */
export interface CalledPort {
  readonly service: Service
  readonly port: number
}

/** Where requests of a rule may arrive. None where the proxy answers all of them. */
export function reachedByRule(mesh: Mesh, rule: ChainRule, { service, port }: CalledPort): readonly RouteTarget[] {
  const { action } = rule.rule
  if (action.kind !== 'forward') return []
  return routeTargetsOf(mesh, rule, { host: service.host, port }).flatMap(({ destination }) =>
    destination.kind === 'missing' && destination.unseen === undefined && destination.doubt === undefined ? [] : [destination],
  )
}

/** Whether some rule takes every request, and each leads somewhere. */
export function allArrive(rules: readonly ChainRule[], reached: readonly (readonly RouteTarget[])[]): boolean {
  return rules.some(isCatchAll) && reached.every((targets) => targets.length > 0)
}

/** Whether pods may refuse what is led to them. What a host outside refuses is not known. */
export function isGuarded(mesh: Mesh, target: RouteTarget): boolean {
  return target.kind !== 'service' || mayBeRefused(target.service, mesh)
}
