import { accepts } from '../../algebra/language/language.ts'
import type { Mesh } from '../../model/mesh.ts'
import type { Workload } from '../../model/workload.ts'
import { attributes, clientLabel } from './attribute.ts'
import { all, any, type Condition, constant, never, not } from './condition.ts'
import type { Plan } from './plan.ts'

/** A plan for the requests of one workload's pods: whatever is asked about who the client is has an answer. */
export function asClient({ settings }: Mesh, pods: Workload, plan: Plan): Plan {
  const known = new Map<string, string>([
    [attributes.clientTrustDomain, settings.trustDomain],
    [attributes.clientNamespace, pods.namespace],
    [attributes.clientAccount, pods.serviceAccount],
    ...Object.entries(pods.labels).map(([key, value]) => [clientLabel(key), value] as const),
  ])
  return filledPlan(plan, (condition) => filled(condition, known, true))
}

/** A plan for the requests of gateways, which are the mesh's own. */
export function asGateway({ settings }: Mesh, plan: Plan): Plan {
  const known = new Map([[attributes.clientTrustDomain as string, settings.trustDomain]])
  return filledPlan(plan, (condition) => filled(condition, known, false))
}

function filled(condition: Condition, known: ReadonlyMap<string, string>, everyLabel: boolean): Condition {
  switch (condition.kind) {
    case 'all':
      return all(condition.of.map((part) => filled(part, known, everyLabel)))
    case 'any':
      return any(condition.of.map((part) => filled(part, known, everyLabel)))
    case 'not':
      return not(filled(condition.of, known, everyLabel))
    case 'text': {
      const value = known.get(condition.attribute)
      if (value !== undefined) return constant(accepts(condition.language, value))
      return everyLabel && condition.attribute.startsWith(clientLabel('')) ? never : condition
    }
    default:
      return condition
  }
}

function filledPlan(plan: Plan, fill: (condition: Condition) => Condition): Plan {
  // Long chains of rules nest on the `no` side: rebuilt from their end, not by the stack.
  const chain: Extract<Plan, { kind: 'if' }>[] = []
  let end = plan
  while (end.kind === 'if') {
    chain.push(end)
    end = end.no
  }
  let result: Plan = filledEnd(end, fill)
  for (const step of chain.reverse()) result = { kind: 'if', when: fill(step.when), yes: filledPlan(step.yes, fill), no: result }
  return result
}

function filledEnd(plan: Exclude<Plan, { kind: 'if' }>, fill: (condition: Condition) => Condition): Plan {
  switch (plan.kind) {
    case 'sent':
      return { ...plan, arrivals: plan.arrivals.map((arrival) => ({ ...arrival, allowed: fill(arrival.allowed) })) }
    case 'split':
      return { ...plan, parts: plan.parts.map((part) => ({ ...part, plan: filledPlan(part.plan, fill) })) }
    case 'unknown':
      return plan.among === undefined ? plan : { ...plan, among: plan.among.map((one) => filledPlan(one, fill)) }
    default:
      return plan
  }
}
