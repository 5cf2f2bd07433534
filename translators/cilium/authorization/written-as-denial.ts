import { catalogue } from '../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../src/diagnostics/diagnostic.ts'
import type { AuthorizationPolicy } from '../../../src/model/authorization.ts'
import type { PolicyObstacle } from '../refusals/obstacles.ts'
import type { Box } from './box.ts'
import { denyEntries } from './entries.ts'
import type { Facts } from './facts.ts'
import type { Reached } from './groups.ts'
import { complementOf, merged } from './reach.ts'
import { regionsWithout, subjectOfRegion } from './regions.ts'
import { closedUncapturedPorts } from './uncaptured-ports.ts'
import { freeName, policyObject, type Writing, type Written } from './written.ts'

const takesAway = 'TCP connections that are not allowed there are denied here; other policies of the network decide about the rest.'

/**
 * ALLOW policies as denials of everything that they leave out, for each part of their pods. `ingressDeny` takes away from whatever other policies
 * let in and switches no default deny on, so that a connection has to pass them and these, as it has to pass them and the sidecar today.
 */
export function writeDenials(
  group: readonly Reached[],
  beside: ReadonlyMap<Reached, PolicyObstacle>,
  facts: Facts,
  names: Set<string>,
): Writing {
  const diagnostics: Diagnostic[] = []
  const written: Written[] = []
  const boxesOf = (policy: AuthorizationPolicy): readonly Box[] => group.find((one) => one.policy === policy)?.boxes ?? []
  const policiesOfGroup = group.map(({ policy }) => policy)
  const excluded = group.flatMap(({ without }) => without)
  for (const region of regionsWithout(policiesOfGroup, excluded, facts.governed)) {
    const { policies } = region
    const [first] = policies
    if (first === undefined) continue
    const context = { diagnostics, place: first.place.field('spec') }
    const entries = denyEntries(merged(complementOf(policies.flatMap(boxesOf), context)))
    if (entries.length === 0) continue
    const subject = subjectOfRegion(region)
    const spec = { enableDefaultDeny: { ingress: false, egress: false }, ingressDeny: entries }
    written.push({ object: policyObject(freeName(first.name, subject, names), subject, spec), policies, effect: takesAway })
  }
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  if (errors.length > 0) return { refused: true, diagnostics: errors }
  for (const one of group) {
    const { policy } = one
    const other = beside.get(one)
    const related = other?.place === undefined ? {} : { related: [{ place: other.place, message: 'it selects some of the same pods' }] }
    if (!written.some(({ policies }) => policies.includes(policy))) continue
    if (other !== undefined)
      diagnostics.push(
        diagnose(
          catalogue.ciliumAllowAsDenial,
          policy.place.field('spec'),
          { policy: `${policy.namespace}/${policy.name}`, other: other.what },
          related,
        ),
      )
    diagnostics.push(...closedUncapturedPorts(policy, facts.mesh))
  }
  return { refused: false, written, diagnostics }
}
