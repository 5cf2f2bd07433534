import { type LabelSelector, meetsSelector } from './label-selector.ts'
import type { MeshMembers, MeshSettings } from './settings.ts'
import type { Namespace } from './workload.ts'

/** The label that the API server gives every Namespace. */
const nameLabel = 'kubernetes.io/metadata.name'

/**
 * Whether istiod sees what is in a namespace: `MeshConfig.discoverySelectors` filter what it watches, Services, pods, policies and routes alike
 * (istio:pilot/pkg/bootstrap/server.go sets the filter for all its informers; istio.io blog 2021/discovery-selectors), and OpenShift Service
 * Mesh 2 watches the members of its mesh alone. Undefined where it depends on labels that the input does not have.
 */
export function isDiscovered(namespace: Namespace, settings: MeshSettings): boolean | undefined {
  if (namespace.name === settings.rootNamespace) return true
  const { discoverySelectors, members } = settings
  const selected = discoverySelectors.length === 0 || meetsAny(discoverySelectors, namespace)
  const joined = members === undefined || isMember(members, namespace)
  return selected === false || joined === false ? false : selected && joined
}

/** Whether a namespace is a member of a mesh of OpenShift Service Mesh 2. */
export function isMember({ names, selectors }: MeshMembers, namespace: Namespace): boolean | undefined {
  return names.some((name) => name === '*' || name === namespace.name) || meetsAny(selectors, namespace)
}

function meetsAny(selectors: readonly LabelSelector[], namespace: Namespace): boolean | undefined {
  const answers = selectors.map((selector) => meets(selector, namespace))
  return answers.includes(true) || (answers.includes(undefined) ? undefined : false)
}

function meets(selector: LabelSelector, { name, labels, place }: Namespace): boolean | undefined {
  const own = { ...labels, [nameLabel]: name }
  if (place !== undefined) return meetsSelector(selector, own)
  // Of a Namespace that is not in the input only its name is known.
  const known = {
    labels: Object.fromEntries(Object.entries(selector.labels).filter(([key]) => key === nameLabel)),
    expressions: selector.expressions.filter(({ key }) => key === nameLabel),
  }
  if (!meetsSelector(known, own)) return false
  const all =
    Object.keys(known.labels).length === Object.keys(selector.labels).length && known.expressions.length === selector.expressions.length
  return all ? true : undefined
}

/** The setting that says what istiod sees, as messages name it; undefined where it sees all. */
export function discoverySetting({ discoverySelectors, members }: MeshSettings): string | undefined {
  if (members !== undefined) return 'ServiceMeshMemberRoll'
  return discoverySelectors.length === 0 ? undefined : 'discoverySelectors'
}
