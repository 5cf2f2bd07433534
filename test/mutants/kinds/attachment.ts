import type { KubernetesObject } from '../../../src/model/object.ts'
import { type Damage, kindsOf, on } from '../mutant-kind.ts'
import { pick } from '../random.ts'
import { at, dropOneOfSeveral, dropped, replaced, type Value } from '../spot.ts'

const attached = ['AuthorizationPolicy', 'RequestAuthentication', 'PeerAuthentication']

function servicesIn(namespace: string | undefined, others: readonly KubernetesObject[]): KubernetesObject[] {
  return others.filter(({ kind, metadata }) => kind === 'Service' && metadata.namespace === namespace)
}

const retargeted: Damage = (object, random, others) => {
  const names = servicesIn(object.metadata.namespace, others).map(({ metadata }) => metadata.name)
  return replaced(
    'spec.targetRefs.*.name',
    (name) =>
      pick(
        random,
        names.filter((other) => other !== name),
      ),
    ({ holder }) => holder.kind === 'Service',
  )(object, random, others)
}

const selectsInstead: Damage = (object, random, others) =>
  at('spec', ({ value }) => {
    const [first] = (value.targetRefs ?? []) as Value[]
    const service = servicesIn(object.metadata.namespace, others).find(({ metadata }) => metadata.name === first?.name)
    const selector = (service as Value)?.spec?.selector
    if (selector === undefined) return false
    delete value.targetRefs
    value.selector = { matchLabels: selector }
    return true
  })(object, random, others)

/** Pods of a policy's selector are reached by a Service: its waypoint would see container ports no more. */
const targetsInstead: Damage = (object, random, others) =>
  at('spec', ({ value }) => {
    const labels = value.selector?.matchLabels
    if (labels === undefined) return false
    const service = servicesIn(object.metadata.namespace, others).find(
      (one) => JSON.stringify((one as Value).spec?.selector) === JSON.stringify(labels),
    )
    if (service === undefined) return false
    delete value.selector
    value.targetRefs = [{ group: '', kind: 'Service', name: service.metadata.name }]
    return true
  })(object, random, others)

const wholeWaypoint: Damage = (object, random, others) => {
  const waypoint = others.find(
    (one) =>
      one.kind === 'Gateway' &&
      (one as Value).spec?.gatewayClassName === 'istio-waypoint' &&
      one.metadata.namespace === object.metadata.namespace,
  )
  if (waypoint === undefined) return undefined
  return replaced('spec.targetRefs', () => [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: waypoint.metadata.name }])(
    object,
    random,
    others,
  )
}

const elsewhere: Damage = (object, random, others) => {
  const names = others.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => metadata.name)
  return replaced('metadata.namespace', (name) => pick(random, [...names.filter((other) => other !== name), 'default']))(
    object,
    random,
    others,
  )
}

export const attachmentKinds = kindsOf('attachment', {
  'drop one targetRef': ['only the first Service in front of the pods is found', on(attached, dropOneOfSeveral('spec.targetRefs.*'))],
  'drop all targetRefs': ['a policy without targets holds for the namespace', on(attached, dropped('spec.targetRefs'))],
  'retarget to another Service': ['Services are mixed up', on(attached, retargeted)],
  'selector instead of targetRefs': ['a waypoint does not see policies with selectors', on(attached, selectsInstead)],
  'targetRefs instead of selector': ['ztunnel does not see policies with targetRefs', on(attached, targetsInstead)],
  'targetRef of the whole waypoint': ['istio#57783 writes a Gateway as target of every policy', on(attached, wholeWaypoint)],
  'drop selector': ['istio#57783 copies rules only', on(attached, dropped('spec.selector'))],
  'one label less': [
    'a selector is copied in part',
    on(
      attached,
      dropped('spec.selector.matchLabels.*', ({ holder }) => Object.keys(holder).length > 1),
    ),
  ],
  'label that no pod has': [
    'a selector is written for the labels of the Service',
    on(
      attached,
      replaced('spec.selector.matchLabels.*', (value) => `${value}-x`),
    ),
  ],
  'another namespace': ['a policy is applied where the waypoint is', on(attached, elsewhere)],
})
