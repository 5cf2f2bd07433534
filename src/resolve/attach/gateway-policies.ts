import type { RequestAuthentication } from '../../model/authentication.ts'
import type { AuthorizationPolicy } from '../../model/authorization.ts'
import type { Mesh } from '../../model/mesh.ts'
import { ownValue } from '../../model/own-value.ts'
import type { Labels } from '../../model/workload.ts'
import { attachedTo } from '../attachment.ts'
import { perMesh } from '../host-index.ts'
import { findGateway } from '../routes/gateway-hosts.ts'
import { workloadsOf } from '../services.ts'
import { policyText } from './policy-text.ts'

type Policy = AuthorizationPolicy | RequestAuthentication

/**
 * What policies may say at a gateway (`namespace/name`) whose pods are not in the input, as a text: whole-mesh ones, those that name it, and
 * those that select pods which the input does not have and which may be its own. Undefined where its pods are there: then what their policies
 * do shows at their own addresses.
 */
export function policiesAtAbsentGateway(mesh: Mesh, gateway: string): string | undefined {
  const known = findGateway(mesh, gateway)
  const [namespace = '', name = ''] = gateway.split('/')
  const own = known?.selector ?? { 'gateway.networking.k8s.io/gateway-name': name }
  const home = known?.selector === undefined ? namespace : undefined
  const asked: AbsentGateway = { namespace, name, own, home }
  // Most Gateways select the same pods, `istio: ingressgateway`: what is said of those is worked out once.
  const key = JSON.stringify([own, home, targetedGateways(mesh).has(gateway) ? gateway : ''])
  const texts = textsOf(mesh)
  if (!texts.has(key)) texts.set(key, policyTextsAt(mesh, asked))
  return texts.get(key)
}

/** `own`: labels of the gateway's pods; `home`: the namespace where they are, where it is known. */
interface AbsentGateway {
  readonly namespace: string
  readonly name: string
  readonly own: Labels
  readonly home: string | undefined
}

const textsOf = perMesh(() => new Map<string, string | undefined>())

/** Gateways (`namespace/name`) that policies name. */
const targetedGateways = perMesh(
  ({ authorization, requestAuthentication }): ReadonlySet<string> =>
    new Set(
      [...authorization, ...requestAuthentication].flatMap(({ attachment }) =>
        attachment.scope === 'targets' ? attachment.targets.map(({ name }) => `${attachment.namespace}/${name}`) : [],
      ),
    ),
)

function policyTextsAt(mesh: Mesh, { namespace, name, own, home }: AbsentGateway): string | undefined {
  if (mesh.workloads.some((pod) => (home ?? pod.namespace) === pod.namespace && agrees(own, pod.labels, true))) return undefined
  // A namespace with other pods in the input is taken not to have the gateway's as well.
  const mayBeIn = (where: string): boolean => where === home || (home === undefined && workloadsOf(mesh, where).length === 0)
  const mayConcern = ({ attachment }: Policy): boolean => {
    switch (attachment.scope) {
      case 'mesh':
        return true
      case 'namespace':
        return mayBeIn(attachment.namespace)
      case 'workloads':
        return (
          (attachment.namespace === undefined || mayBeIn(attachment.namespace)) &&
          agrees(attachment.labels, own, false) &&
          !mesh.workloads.some((pod) => attachedTo(attachment, pod, mesh.settings))
        )
      case 'targets':
        return attachment.namespace === namespace && attachment.targets.some((target) => target.kind === 'Gateway' && target.name === name)
    }
  }
  const enforced = mesh.authorization.filter(({ dryRun, effect }) => !dryRun && effect !== 'audit')
  return [...new Set([...enforced, ...mesh.requestAuthentication].filter(mayConcern).map(policyText))].sort().join('\n')
}

/** The same, where its pods may be there: those that are attached to them are what policies say then. */
export function policiesAtGateway(mesh: Mesh, gateway: string): string {
  const absent = policiesAtAbsentGateway(mesh, gateway)
  if (absent !== undefined) return absent
  const own = findGateway(mesh, gateway)?.selector ?? {}
  const pods = mesh.workloads.filter((pod) => agrees(own, pod.labels, true))
  const [namespace = '', name = ''] = gateway.split('/')
  const concerns = ({ attachment }: Policy): boolean =>
    attachment.scope === 'targets'
      ? attachment.namespace === namespace && attachment.targets.some((target) => target.kind === 'Gateway' && target.name === name)
      : pods.some((pod) => attachedTo(attachment, pod, mesh.settings))
  const enforced = mesh.authorization.filter(({ dryRun, effect }) => !dryRun && effect !== 'audit')
  return [...new Set([...enforced, ...mesh.requestAuthentication].filter(concerns).map(policyText))].sort().join('\n')
}

/** Whether pods with some labels have all of others, or, where more labels may be there, nothing that speaks against it. */
function agrees(wanted: Labels, labels: Labels, complete: boolean): boolean {
  return Object.entries(wanted).every(
    ([key, value]) => ownValue(labels, key) === value || (!complete && ownValue(labels, key) === undefined),
  )
}
