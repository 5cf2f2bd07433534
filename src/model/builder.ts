import { compareText, type Place } from '../diagnostics/place.ts'
import type { Mesh } from './mesh.ts'
import { defaultSettings, type MeshSettings } from './settings.ts'
import { sortUnread } from './unread.ts'
import type { Labels } from './workload.ts'

/** What a GatewayClass says of its Gateways. */
interface GatewayClass {
  readonly controllerName?: string
  readonly labels: Labels
  readonly annotations: Labels
}

/** What the configuration of one revision says of the mesh, or of injection: each part as one text, by its name. */
interface Configuration {
  readonly revision: string
  readonly about: 'mesh' | 'injector'
  readonly place: Place
  readonly says: ReadonlyMap<string, string>
}

type Lists = { [K in Exclude<keyof Mesh, 'settings'>]: Mesh[K][number][] }

/**
 * Collects what the readers find. `finish` sorts every list that is a field here, so that the order in which files were read leaves no
 * trace; other fields than lists of the mesh are taken out there.
 */
export class MeshBuilder implements Lists {
  settings: MeshSettings = defaultSettings
  readonly namespaces: Lists['namespaces'] = []
  readonly workloads: Lists['workloads'] = []
  readonly services: Lists['services'] = []
  readonly externalHosts: Lists['externalHosts'] = []
  readonly gateways: Lists['gateways'] = []
  readonly waypoints: Lists['waypoints'] = []
  readonly authorization: Lists['authorization'] = []
  readonly peerAuthentication: Lists['peerAuthentication'] = []
  readonly requestAuthentication: Lists['requestAuthentication'] = []
  readonly routes: Lists['routes'] = []
  readonly nodeRoutes: Lists['nodeRoutes'] = []
  readonly backendGrants: Lists['backendGrants'] = []
  readonly backendPolicies: Lists['backendPolicies'] = []
  readonly egress: Lists['egress'] = []
  readonly extensions: Lists['extensions'] = []
  readonly networkPolicies: Lists['networkPolicies'] = []
  readonly endpointPolicies: Lists['endpointPolicies'] = []
  readonly kubernetesPolicies: Lists['kubernetesPolicies'] = []
  readonly addressGroups: Lists['addressGroups'] = []
  readonly machineGroups: Lists['machineGroups'] = []
  readonly routeControllers: Lists['routeControllers'] = []
  readonly serviceAccounts: Lists['serviceAccounts'] = []
  readonly labelUses: Lists['labelUses'] = []
  readonly unread: Lists['unread'] = []
  /** ServiceMeshMembers of OpenShift Service Mesh 2: each joins its namespace to the mesh of a control plane. */
  readonly joinedMeshes: { readonly namespace: string; readonly controlPlane: string }[] = []
  /** Configurations of the control plane, for the readers of configurations only: those of its revisions are compared with each other. */
  readonly configurations: Configuration[] = []
  /** Classes of Gateways by name, for the readers of Gateways only: what a class says becomes a part of what is read of them. */
  readonly gatewayClasses = new Map<string, GatewayClass>()
  /** Gateways that a controller of its own makes, which has read them: istiod's reader leaves them alone. */
  readonly gatewaysOfOthers = new Set<Place>()

  finish(): Mesh {
    const {
      settings,
      joinedMeshes: _joined,
      gatewayClasses: _classes,
      gatewaysOfOthers: _gateways,
      configurations: _configurations,
      unread,
      ...lists
    } = this
    const inOrder = Object.entries(lists satisfies Omit<Lists, 'unread'>).map(([name, list]) => [name, sorted<Sortable>(list)])
    return { settings, ...(Object.fromEntries(inOrder) as Omit<Lists, 'unread'>), unread: sortUnread(unread) }
  }
}

interface Sortable {
  readonly name: string
  readonly namespace?: string
  readonly kind?: string
  readonly place?: Place
}

function sorted<T extends Sortable>(list: readonly T[]): T[] {
  return [...list].sort(
    (a, b) =>
      compareText(a.namespace ?? '', b.namespace ?? '') ||
      compareText(a.name, b.name) ||
      compareText(a.kind ?? '', b.kind ?? '') ||
      compareText(a.place?.object.file ?? '', b.place?.object.file ?? '') ||
      (a.place?.object.document ?? 0) - (b.place?.object.document ?? 0) ||
      (a.place?.object.item ?? 0) - (b.place?.object.item ?? 0),
  )
}
