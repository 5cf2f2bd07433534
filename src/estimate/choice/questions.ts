import { type TargetName, targets } from '../../../translators/index.ts'
import { atLeast } from '../../model/dialect.ts'
import type { Estimate } from '../estimate.ts'
import type { Tally } from '../evidence.ts'
import { isClearlyLess } from '../range.ts'
import type { ClusterFacts } from './facts.ts'
import type { ChoiceRow } from './row.ts'
import { thresholds } from './thresholds.ts'

/** An answer, the fact that it would take, or nothing where the question does not arise. */
type Ask = (estimates: readonly Estimate[], facts: ClusterFacts) => ChoiceRow | { readonly asks: string } | undefined

type TargetFacts = (typeof targets)[TargetName]

function targetsWith(estimates: readonly Estimate[], holds: (target: TargetFacts) => boolean): readonly TargetName[] {
  return estimates.map(({ target }) => target).filter((name) => holds(targets[name]))
}

const none = { favours: [], rulesOut: [] } as const

/** The kinds that say who may call whom, and how. */
const policyKinds: ReadonlySet<string> = new Set([
  ...['AuthorizationPolicy', 'RequestAuthentication', 'PeerAuthentication', 'VirtualService', 'DestinationRule'],
])

const effort: Ask = (estimates) => {
  // Of several that may be equal all are favoured: the row then says nothing between them, and as much against staying as before.
  const leavesMore = (one: Estimate): boolean => estimates.some((other) => isClearlyLess(other.effort.points, one.effort.points))
  return {
    question: 'Which target leaves least to do?',
    answer: estimates.map(({ target, effort: { points } }) => `${targets[target].short} ${points.low} to ${points.high} points`).join(', '),
    from: estimates.flatMap(({ target }) => [`/estimates/${target}/effort/points/low`, `/estimates/${target}/effort/points/high`]),
    favours: estimates.filter((one) => !leavesMore(one)).map(({ target }) => target),
    rulesOut: [],
    reason: 'targets are equal unless the middles of their ranges differ by more than the ranges have in common',
  }
}

const reach: Ask = (estimates) => {
  if (estimates.every(({ readiness }) => readiness.all === 0)) return undefined
  const moving = ({ readiness }: Estimate): number => readiness.today + readiness.afterDecision
  return {
    question: 'How much can move at all?',
    answer: estimates.map((one) => `${targets[one.target].short} ${moving(one)} of ${one.readiness.all} ${one.moves}`).join(', '),
    from: estimates.flatMap(({ target }) => ['all', 'today', 'afterDecision'].map((part) => `/estimates/${target}/readiness/${part}`)),
    favours: estimates.filter(({ readiness }) => readiness.all > 0 && readiness.stays === 0).map(({ target }) => target),
    rulesOut: estimates.filter((one) => one.readiness.all > 0 && moving(one) === 0).map(({ target }) => target),
    reason: 'today, and once all decisions are taken that can be tried',
  }
}

const policies: Ask = (estimates) => {
  const [first] = estimates
  const count = policyCount(first)
  return {
    question: 'How many policies and routes of Istio are there?',
    answer: `${count}, where the line is ${thresholds.policies.value}`,
    from:
      first === undefined
        ? []
        : first.kinds.flatMap(({ kind }, at) => (policyKinds.has(kind) ? [`/estimates/${first.target}/kinds/${at}/total`] : [])),
    favours: count > thresholds.policies.value ? targetsWith(estimates, ({ platform }) => platform.keepsPolicies) : [],
    rulesOut: [],
    reason: 'many of them are worth keeping',
    source: thresholds.policies.source,
  }
}

function policyCount(estimate: Estimate | undefined): number {
  return (estimate?.kinds ?? []).filter(({ kind }) => policyKinds.has(kind)).reduce((sum, { total }) => sum + total, 0)
}

/** Fields that speak of requests; `when` is among them, because its keys may. */
const ofRequests =
  /^spec\.(?:http|rules\.(?:to\.operation\.(?:notM|m)ethods|to\.operation\.(?:notP|p)aths|to\.operation\.(?:notH|h)osts|when|from\.source\.(?:notR|r)equestPrincipals))/
const kindsOfRequests: ReadonlySet<string> = new Set(['RequestAuthentication', 'HTTPRoute', 'GRPCRoute'])

/** Asks the fields in use as well: without Services in the input the translator binds nothing to a waypoint, whatever policies say. */
const http: Ask = (estimates) => {
  const [most] = [...estimates].sort((a, b) => b.inventory.http.length - a.inventory.http.length)
  if (most === undefined) return undefined
  const at = `/estimates/${most.target}`
  const count = most.inventory.http.length
  const fields = most.inventory.fields.flatMap(({ kind, field }, index) =>
    ofRequests.test(field) || kindsOfRequests.has(kind) ? [index] : [],
  )
  const values = fields.reduce((sum, index) => sum + most.inventory.fields[index]!.values, 0)
  const needed = count > 0 || values > 0
  return {
    question: 'What needs rules about HTTP?',
    answer: needed
      ? `${count} ${count === 1 ? 'resource' : 'resources'}, and ${values} ${values === 1 ? 'value' : 'values'} in policies and routes`
      : 'nothing',
    from: needed ? [`${at}/inventory/http`, ...fields.map((index) => `${at}/inventory/fields/${index}/values`)] : [],
    favours: needed || servicesIn(most) === 0 ? [] : ['network-policy'],
    rulesOut: needed ? ['network-policy'] : [],
    reason: 'a NetworkPolicy speaks of addresses and ports alone',
    source: 'kubernetes.io, "Network Policies"',
  }
}

function servicesIn(estimate: Estimate): number {
  return estimate.kinds.find(({ kind }) => kind === 'Service')?.total ?? 0
}

const services: Ask = (estimates) => {
  const [first] = estimates
  // An input without Services does not show how many there are.
  if (first === undefined || servicesIn(first) === 0) return undefined
  const at = first.kinds.findIndex(({ kind }) => kind === 'Service')
  const count = servicesIn(first)
  return {
    question: 'How many Services are there?',
    answer: `${count}, where the line is ${thresholds.services.value}`,
    from: [`/estimates/${first.target}/kinds/${at}/total`],
    favours: count < thresholds.services.value ? ['network-policy'] : [],
    rulesOut: [],
    reason: 'few Services may need no mesh',
    source: thresholds.services.source,
  }
}

const encryption: Ask = (estimates, { wireIdentity }) => {
  const [first] = estimates
  const at = (first?.kinds ?? []).findIndex(({ kind }) => kind === 'PeerAuthentication')
  if (first === undefined || at < 0) return undefined
  return {
    question: 'Does the mesh say who has to use mTLS?',
    answer: `yes, in PeerAuthentications: ${first.kinds[at]!.total}`,
    from: [`/estimates/${first.target}/kinds/${at}/total`],
    favours: targetsWith(estimates, (target) => target.identity === 'certificate'),
    rulesOut: wireIdentity === false ? [] : ['network-policy'],
    reason: 'a NetworkPolicy encrypts nothing and asks for no certificate',
    source: 'kubernetes.io, "Network Policies"',
  }
}

const identity: Ask = (estimates, { wireIdentity }) => {
  if (wireIdentity === undefined)
    return { asks: '--fact wire-identity=yes|no: whether an auditor wants the identity of clients proved on the wire' }
  const proved = targetsWith(estimates, (target) => target.identity === 'certificate')
  const others = targetsWith(estimates, (target) => target.identity === 'labels')
  return {
    question: 'Has the identity of clients to be proved on the wire?',
    answer: wireIdentity ? 'yes' : 'no',
    from: [],
    favours: wireIdentity ? proved : ['network-policy'],
    rulesOut: wireIdentity ? [...others, 'network-policy'] : [],
    reason: 'certificates prove it; labels of pods are looked up by the address of the connection',
    source: 'istio.io, "Security"; docs.cilium.io, "Identity"',
  }
}

const plugin: Ask = (estimates, { cni: given, cniStays }) => {
  const part = estimates.filter(({ target }) => targets[target].platform.networkPlugin !== undefined).map(({ target }) => target)
  if (part.length === 0) return undefined
  // Of two that the input shows one is on its way in or out: which of them decides is not known.
  const [shown, ...others] = estimates[0]?.inventory.cluster.networkPlugins ?? []
  const read = given === undefined && others.length === 0 ? shown : undefined
  const cni = given ?? read?.plugin
  if (cni === undefined) return { asks: '--fact cni=NAME: the network plugin of the cluster' }
  const same = part.filter((name) => targets[name].platform.networkPlugin === cni)
  if (same.length === 0 && cniStays === undefined) return { asks: '--fact cni-stays=yes|no: whether the network plugin stays' }
  const seen = read === undefined ? '' : ` by ${amountOf(read.evidence.length, 'object')} of the input`
  return {
    question: 'Which network plugin is there, and does it stay?',
    answer: `${cni}${seen}, ${cniStays === false ? 'it is replaced' : 'it stays'}`,
    from: read === undefined ? [] : [`/estimates/${estimates[0]!.target}/inventory/cluster/networkPlugins/0/evidence`],
    favours: same,
    rulesOut: cniStays === false ? [] : part.filter((name) => !same.includes(name)),
    reason: 'a target that is part of a network plugin needs that plugin',
  }
}

function amountOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

const kernel: Ask = (estimates, facts) => {
  const needing = estimates.flatMap(({ target }) => {
    const oldest = targets[target].platform.oldest.kernel
    return oldest === undefined ? [] : [{ target, oldest }]
  })
  const [first] = needing
  if (first === undefined) return undefined
  const shown = facts.kernel === undefined ? estimates[0]?.inventory.cluster.kernels[0] : undefined
  const known = facts.kernel ?? shown?.version
  if (known === undefined) return { asks: '--fact kernel=VERSION: the oldest kernel of the nodes' }
  const seen = shown === undefined ? '' : ` on ${amountOf(shown.evidence.length, 'node')} of the input`
  return {
    question: 'Is the kernel of the nodes new enough?',
    answer: `${known}${seen}, where ${needing.map(({ target, oldest }) => `${targets[target].short} needs ${oldest.value}`).join(', ')}`,
    from: shown === undefined ? [] : [`/estimates/${estimates[0]!.target}/inventory/cluster/kernels/0/evidence`],
    ...none,
    rulesOut: needing.filter(({ oldest }) => !atLeast(known, oldest.value)).map(({ target }) => target),
    reason: 'older kernels lack what its programs use',
    source: first.oldest.source,
  }
}

const clusters: Ask = (estimates) => {
  const [first] = estimates
  const at = besideAt(first?.inventory.beside ?? [], 'several clusters or networks')
  if (first === undefined || at < 0) return undefined
  return {
    question: 'Does the mesh span clusters or networks?',
    answer: `yes, by labels and Gateways: ${first.inventory.beside[at]!.evidence.length}`,
    from: [`/estimates/${first.target}/inventory/beside/${at}/evidence`],
    favours: [...targetsWith(estimates, ({ platform }) => platform.keepsPolicies), 'stay'],
    rulesOut: ['network-policy'],
    reason: 'a NetworkPolicy knows pods of its own cluster; trust between clusters is that of Istio',
    source: 'iotdigitaltwinplm.com, "Cilium Mesh vs Istio Ambient: 2026 ADR"',
  }
}

function besideAt(beside: readonly Tally[], what: string): number {
  return beside.findIndex((one) => one.what === what)
}

const team: Ask = (estimates, facts) => {
  if (facts.team === undefined) return { asks: '--fact team=istio|network: what the team that runs it knows best' }
  const wanted = facts.team === 'istio'
  return {
    question: 'What does the team know best?',
    answer: wanted ? 'Istio' : 'the network of the cluster',
    from: [],
    favours: targetsWith(estimates, ({ platform }) => (wanted ? platform.keepsPolicies : platform.networkPlugin !== undefined)),
    rulesOut: [],
    reason: 'they run it, and are called when it fails',
  }
}

export const questions: readonly Ask[] = [reach, effort, policies, http, services, encryption, identity, plugin, kernel, clusters, team]
