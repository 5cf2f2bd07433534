import { defaultProgramSize, programSize } from '../../../src/algebra/language/re2/program-size.ts'
import { catalogue } from '../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../src/diagnostics/diagnostic.ts'
import type { AuthorizationPolicy } from '../../../src/model/authorization.ts'
import type { EmitOptions } from '../../../src/model/dialect.ts'
import { managedBy } from '../../../src/model/managed-by.ts'
import type { Json, KubernetesObject } from '../../../src/model/object.ts'
import { mostRules, type Unsayable } from '../http/http-rules.ts'
import { isEveryRequest } from '../http/requests.ts'
import { passesUpgrades, takesHttpOnRanges } from '../releases.ts'
import type { Box } from './box.ts'
import { allowEntries, denyEntries, type Entry } from './entries.ts'
import type { Facts } from './facts.ts'
import { deniesRequests, type Reached } from './groups.ts'
import { portsText } from './port-set.ts'
import { complementOf, everything, intersect, merged } from './reach.ts'
import { regionsWithout, subjectOfRegion } from './regions.ts'
import { type Subject, subjectOf } from './subject.ts'
import { closedUncapturedPorts } from './uncaptured-ports.ts'

/** A policy of Cilium, and the policies that it replaces. */
export interface Written {
  readonly object: KubernetesObject
  readonly policies: readonly AuthorizationPolicy[]
  /** What it does, for the comment above it. */
  readonly effect: string
}

/** What became of policies that are written together; refused as a whole where one of them cannot be said. */
export type Writing =
  | { readonly refused: false; readonly written: readonly Written[]; readonly diagnostics: readonly Diagnostic[] }
  | { readonly refused: true; readonly diagnostics: readonly Diagnostic[] }

const denies = 'It denies TCP connections and nothing else.'
const staysOpen = 'UDP, SCTP and ping stay open as sidecars leave them.'
const closes = `It closes TCP to other clients; ${staysOpen}`
const togetherText = `It lets in what they allow together, less what they deny, and closes TCP to other clients; ${staysOpen}`
const leavesOut = `It lets in TCP connections and requests, less what the policy denies; ${staysOpen}`

/** `names` has what other policies of Cilium are called, and gets the names of this group. */
export function writeGroup(group: readonly Reached[], facts: Facts, options: EmitOptions, names: Set<string>): Writing {
  const [only] = group
  if (group.some(deniesRequests) || group.some(({ without }) => without.length > 0)) return writeRegions(group, facts, options, names)
  return only === undefined ? { refused: false, written: [], diagnostics: [] } : writeAlone(only, facts, options, names)
}

function writeAlone({ policy, boxes }: Reached, facts: Facts, options: EmitOptions, names: Set<string>): Writing {
  const { attachment, effect } = policy
  if (attachment.scope === 'targets' || (effect === 'deny' && boxes.length === 0)) return { refused: false, written: [], diagnostics: [] }
  const subject = subjectOf(attachment, facts)
  if (effect === 'deny') {
    const spec = { enableDefaultDeny: { ingress: false, egress: false }, ingressDeny: denyEntries(boxes) }
    return {
      refused: false,
      written: [{ object: policyObject(freeName(policy.name, subject, names), subject, spec), policies: [policy], effect: denies }],
      diagnostics: closedUncapturedPorts(policy, facts.mesh),
    }
  }
  const ingress = allowEntries(boxes, options.regexSize, takesHttpOnRanges(options.versions.cilium))
  if (!isEntries(ingress)) return { refused: true, diagnostics: [unsayable(ingress, policy, options)] }
  const does = policy.rules.some(({ clauses }) => clauses.length === 0) ? 'It lets every client in.' : closes
  return {
    refused: false,
    written: [{ object: policyObject(freeName(policy.name, subject, names), subject, { ingress }), policies: [policy], effect: does }],
    diagnostics: [...closedUncapturedPorts(policy, facts.mesh), ...listenerOf(policy, boxes, options)],
  }
}

/** For each part of the pods what its policies allow together, less what they deny. */
function writeRegions(group: readonly Reached[], facts: Facts, options: EmitOptions, names: Set<string>): Writing {
  const diagnostics: Diagnostic[] = []
  const written: Written[] = []
  const boxesOf = (policy: AuthorizationPolicy): readonly Box[] => group.find((one) => one.policy === policy)?.boxes ?? []
  const excluded = group.flatMap(({ without }) => without)
  for (const region of regionsWithout(
    group.map(({ policy }) => policy),
    excluded,
    facts.governed,
  )) {
    const { policies } = region
    const [allows, denials] = [policies.filter(({ effect }) => effect === 'allow'), policies.filter(({ effect }) => effect === 'deny')]
    const first = allows[0] ?? denials[0]
    if (first === undefined) continue
    const context = { diagnostics, place: first.place.field('spec') }
    const allowed = allows.length === 0 ? [everything] : allows.flatMap(boxesOf)
    const boxes = merged(
      denials.reduce<readonly Box[]>((rest, denial) => intersect(rest, complementOf(boxesOf(denial), context), context), allowed),
    )
    const ingress = allowEntries(boxes, options.regexSize, takesHttpOnRanges(options.versions.cilium))
    if (!isEntries(ingress)) return { refused: true, diagnostics: [unsayable(ingress, denials[0] ?? first, options)] }
    const subject = subjectOfRegion(region)
    const effect = policies.length > 1 ? togetherText : allows.length === 0 ? leavesOut : closes
    written.push({ object: policyObject(freeName(first.name, subject, names), subject, { ingress }), policies, effect })
    diagnostics.push(...listenerOf(first, boxes, options))
  }
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  if (errors.length > 0) return { refused: true, diagnostics: errors }
  for (const one of group) {
    if (deniesRequests(one))
      diagnostics.push(
        diagnose(catalogue.ciliumDividedPods, one.policy.place.field('spec'), { policy: `${one.policy.namespace}/${one.policy.name}` }),
      )
    diagnostics.push(...closedUncapturedPorts(one.policy, facts.mesh))
  }
  return { refused: false, written, diagnostics }
}

/** The name of a policy, as far as others may not have the same. */
export function nameInUse({ namespace, name }: { readonly namespace: string; readonly name: string }): string {
  return `${namespace}/${name}`
}

/** `api`, `api-2`, `api-3`: several parts of the pods may have policies after one. */
export function freeName(name: string, { namespace = '' }: Subject, taken: Set<string>): string {
  let free = name
  for (let count = 2; taken.has(nameInUse({ namespace, name: free })); count += 1) free = `${name}-${count}`
  taken.add(nameInUse({ namespace, name: free }))
  return free
}

function isEntries(ingress: readonly Entry[] | Unsayable): ingress is readonly Entry[] {
  return Array.isArray(ingress)
}

function unsayable(why: Unsayable, policy: AuthorizationPolicy, { regexSize: limit = defaultProgramSize }: EmitOptions): Diagnostic {
  const spec = policy.place.field('spec')
  if (why === 'too many') return diagnose(catalogue.ciliumTooManyRules, spec, { most: mostRules })
  if ('absent' in why) return diagnose(catalogue.ciliumAbsentHeader, spec, { header: why.absent })
  return diagnose(catalogue.ciliumPatternTooLarge, spec, { pattern: why.pattern, size: programSize(why.pattern), limit })
}

function listenerOf(policy: AuthorizationPolicy, boxes: readonly Box[], { versions: { cilium } }: EmitOptions): Diagnostic[] {
  const asking = boxes.filter(({ requests }) => !isEveryRequest(requests))
  if (asking.length === 0) return []
  const ports = [...new Set(asking.map((box) => portsText(box.ports)))].join(', ')
  const spec = policy.place.field('spec')
  return [
    diagnose(catalogue.ciliumHttpListener, spec, { ports }),
    ...(passesUpgrades(cilium) ? [] : [diagnose(catalogue.ciliumUpgrades, spec, { ports, cilium })]),
  ]
}

export function policyObject(
  name: string,
  { namespace, endpointSelector }: Subject,
  spec: { readonly [field: string]: Json },
): KubernetesObject {
  return {
    apiVersion: 'cilium.io/v2',
    kind: namespace === undefined ? 'CiliumClusterwideNetworkPolicy' : 'CiliumNetworkPolicy',
    metadata: {
      name,
      ...(namespace === undefined ? {} : { namespace }),
      labels: managedBy,
    },
    spec: { endpointSelector, ...spec },
  }
}
