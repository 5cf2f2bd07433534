import { catalogue } from '../../diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../diagnostics/diagnostic.ts'
import { objectText } from '../../diagnostics/place.ts'
import { groupOf } from '../../model/api-group.ts'
import { isClosedGroup } from '../../model/deciding-kinds.ts'
import type { SourceObject } from '../../model/object.ts'
import { anything, mayBe, type UnreadInput } from '../../model/unread.ts'
import { ofAdmissionPolicy, ofGatekeeper, ofOverridePolicy } from './admission.ts'
import type { Carried } from './carried.ts'
import { isDeployer, ofDeployer } from './deployers.ts'
import { embeddedObjects, inText } from './embedded-objects.ts'
import { generated } from './generators.ts'
import { ofKyverno } from './kyverno.ts'
import { markedPods } from './marked-pods.ts'
import { mapOf, recordsOf } from './parts.ts'
import { ofMutatingWebhook } from './webhooks.ts'

/** What objects of the input hold, make or change of others that decide about requests: unread input, each with its reach. */
export function carriedInput(
  objects: readonly SourceObject[],
  values: readonly SourceObject[],
): { unread: UnreadInput[]; diagnostics: Diagnostic[] } {
  const unread: UnreadInput[] = []
  const diagnostics: Diagnostic[] = []
  for (const object of objects) {
    if (isReadByKind(object)) continue
    const carrier = objectText(object.ref)
    if (isDeployer(object)) diagnostics.push(diagnose(catalogue.deploysFromElsewhere, object.place, { object: carrier }))
    for (const { how, what, place, reach } of carriedBy(object, objects, values)) {
      diagnostics.push(diagnose(catalogue.carriesObjects, place, { carrier, how, what }))
      unread.push({ why: 'carried', what: `${what}, which ${carrier} ${how}`, reach, place, span: place.span })
    }
  }
  return { unread, diagnostics }
}

/** Kinds that have readers of their own, and kinds that only describe. */
export function isReadByKind({ ref }: SourceObject): boolean {
  const group = groupOf(ref.apiVersion)
  return isClosedGroup(group) || group === 'apiextensions.k8s.io' || readElsewhere.has(`${group}/${ref.kind}`)
}

const readElsewhere: ReadonlySet<string> = new Set([
  ...['argoproj.io/Rollout', 'flagger.app/Canary', 'apps.openshift.io/DeploymentConfig'],
  ...['apps.kruise.io/CloneSet', 'apps.kruise.io/StatefulSet', 'apps.kruise.io/DaemonSet'],
])

/** What an object holds, makes or changes among `objects`, of which those of `added` come with the output. */
export function carriedBy(
  object: SourceObject,
  objects: readonly SourceObject[],
  values: readonly SourceObject[],
  added: ReadonlySet<SourceObject> = none,
): Carried[] {
  const own = generated(object)
  if (own.length > 0) return own
  const key = keyOf(object)
  const changes = changing.get(key)
  if (changes !== undefined) return changes(object, objects, added)
  switch (key) {
    case 'addons.cluster.x-k8s.io/ClusterResourceSet':
      return inReferencedText(object, objects, 'resources')
    case 'config.projectsveltos.io/ClusterProfile':
    case 'config.projectsveltos.io/Profile':
      return [...embeddedObjects(object), ...inReferencedText(object, objects, 'policyRefs')]
    default:
      return withPods(object, [...(isDeployer(object) ? ofDeployer(object, objects, values) : []), ...embeddedObjects(object)])
  }
}

const none: ReadonlySet<SourceObject> = new Set()

/** Whether an object may change others on their way into the cluster. What is not listed here, and deploys nothing, only holds or makes some. */
export function mayChangeOthers(object: SourceObject): boolean {
  return !isReadByKind(object) && (changing.has(keyOf(object)) || isDeployer(object))
}

type Changes = (object: SourceObject, objects: readonly SourceObject[], added: ReadonlySet<SourceObject>) => Carried[]

const changing: ReadonlyMap<string, Changes> = new Map<string, Changes>([
  ['kyverno.io/ClusterPolicy', ofKyverno],
  ['kyverno.io/Policy', ofKyverno],
  ['mutations.gatekeeper.sh/Assign', ofGatekeeper],
  ['mutations.gatekeeper.sh/AssignMetadata', ofGatekeeper],
  ['mutations.gatekeeper.sh/ModifySet', ofGatekeeper],
  ['admissionregistration.k8s.io/MutatingWebhookConfiguration', ofMutatingWebhook],
  ['admissionregistration.k8s.io/MutatingAdmissionPolicy', ofAdmissionPolicy],
  ['policies.kyverno.io/MutatingPolicy', ofAdmissionPolicy],
  ['policies.kyverno.io/NamespacedMutatingPolicy', ofAdmissionPolicy],
  ['policy.karmada.io/OverridePolicy', ofOverridePolicy],
  ['policy.karmada.io/ClusterOverridePolicy', ofOverridePolicy],
  ['kpt.dev/Kptfile', byFunctions],
])

function keyOf({ ref }: SourceObject): string {
  return `${groupOf(ref.apiVersion)}/${ref.kind}`
}

/** Pods that its templates show are held already. */
function withPods(object: SourceObject, carried: readonly Carried[]): Carried[] {
  const known = carried.some(({ reach }) => mayBe(reach, 'Pod'))
  return known || policyEngines.test(object.ref.apiVersion) ? [...carried] : [...carried, ...markedPods(object)]
}

/** What they compare pods with makes none. */
const policyEngines = /(?:kyverno\.io|gatekeeper\.sh)\/|^admissionregistration\./

/** Cluster API and Sveltos apply the manifests that ConfigMaps and Secrets have as text; what is in base64 counts as the text that it stands for. */
function inReferencedText({ value, ref }: SourceObject, objects: readonly SourceObject[], field: string): Carried[] {
  const refs = recordsOf(mapOf(value.spec)[field]).map((entry) => entry.value)
  return objects.flatMap((object) => {
    const { kind, name, namespace } = object.ref
    const isMeant = refs.some((one) => one.kind === kind && one.name === name && (one.namespace ?? ref.namespace) === namespace)
    if (!isMeant) return []
    if (kind === 'ConfigMap') return [...textsIn(object, 'data'), ...textsIn(object, 'binaryData', fromBase64)]
    return kind === 'Secret' ? [...textsIn(object, 'stringData'), ...textsIn(object, 'data', fromBase64)] : []
  })
}

function textsIn({ value, place }: SourceObject, field: string, decoded = (text: string): string | undefined => text): Carried[] {
  return Object.entries(mapOf(value[field])).flatMap(([key, entry]): Carried[] => {
    const at = place.field(field).field(key)
    const text = typeof entry === 'string' ? decoded(entry) : undefined
    return text === undefined ? [{ how: 'holds', what: 'manifests that cannot be decoded', place: at, reach: anything }] : inText(text, at)
  })
}

function fromBase64(text: string): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(atob(text.trim()), (byte) => byte.charCodeAt(0)))
  } catch {
    return undefined
  }
}

/** The functions of a Kptfile change the manifests beside it; validators are listed apart (kpt.dev/reference/schema/kptfile). */
function byFunctions({ value, place }: SourceObject): Carried[] {
  const at = place.field('pipeline').field('mutators')
  return recordsOf(mapOf(value.pipeline).mutators).map(({ index }) => ({
    how: 'changes',
    what: 'objects by functions',
    place: at.index(index),
    reach: anything,
  }))
}
