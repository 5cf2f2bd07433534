import type { HTTPRouteSpecParentRefs } from '../../../src/crd/generated/types/gateway-api/http-route.ts'
import { catalogue } from '../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../src/diagnostics/diagnostic.ts'
import type { Place } from '../../../src/diagnostics/place.ts'
import { type FieldMap, readFields } from '../../../src/model/fields.ts'
import type { RouteBinding } from '../../../src/model/route.ts'
import type { RouteContext } from './route-context.ts'

interface Parent {
  readonly group: string
  readonly kind: string
  readonly name: string
  readonly namespace: string
  readonly port: number
  readonly sectionName: string
}

const fields: FieldMap<HTTPRouteSpecParentRefs, Parent, void> = {
  group: (group) => ({ group }),
  kind: (kind) => ({ kind }),
  name: (name) => ({ name }),
  namespace: (namespace) => ({ namespace }),
  port: (port) => ({ port }),
  sectionName: (sectionName) => ({ sectionName }),
}

/**
 * Reads what a route is attached to. A parent is a Gateway unless it says otherwise; a Service must write the empty group, because the
 * default group is the Gateway API's (api: gateway-api ParentReference). Other kinds are the controller's choice.
 */
export function readParents(references: readonly HTTPRouteSpecParentRefs[], at: Place, context: RouteContext): RouteBinding[] {
  return references.flatMap((reference, index) => readParent(reference, at.index(index), context))
}

function readParent(reference: HTTPRouteSpecParentRefs, place: Place, context: RouteContext): RouteBinding[] {
  const { group, kind, name, namespace, port, sectionName } = {
    group: 'gateway.networking.k8s.io',
    kind: 'Gateway',
    name: '',
    namespace: context.namespace,
    ...readFields(fields, reference, place, undefined),
  }
  const part = {
    ...(sectionName === undefined || sectionName === '' ? {} : { listener: sectionName }),
    ...(port === undefined ? {} : { port }),
  }
  const asked = `${group}/${kind}`
  if (asked === 'gateway.networking.k8s.io/Gateway') return [{ to: 'gateway', namespace, name, ...part, place }]
  // A set of listeners that some gateway takes in; no Gateway can have a name with a space.
  if (asked === 'gateway.networking.k8s.io/ListenerSet') return [{ to: 'gateway', namespace, name: `ListenerSet ${name}`, ...part, place }]
  const addressed = asked === '/Service' ? 'Service' : context.controller.parents[asked]
  if (addressed !== undefined)
    return [{ to: 'service', target: { kind: addressed, name, place }, namespace, ...(port === undefined ? {} : { port }), place }]
  context.diagnostics.push(diagnose(catalogue.parentNotUnderstood, place, { parent: group === '' ? kind : asked }))
  return []
}
