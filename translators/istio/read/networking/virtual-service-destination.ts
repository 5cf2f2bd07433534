import type {
  VirtualServiceSpecHttpMirror,
  VirtualServiceSpecHttpMirrors,
  VirtualServiceSpecHttpRoute,
  VirtualServiceSpecHttpRouteDestination,
} from '../../../../src/crd/generated/types/istio/virtual-service.ts'
import type { Place } from '../../../../src/diagnostics/place.ts'
import { type FieldMap, readFields } from '../../../../src/model/fields.ts'
import type { Backend, Mirror } from '../../../../src/model/route.ts'
import type { SpecContext } from './spec-context.ts'
import { readHeaders } from './virtual-service-headers.ts'

const destination: FieldMap<VirtualServiceSpecHttpRouteDestination, Pick<Backend, 'host' | 'subset' | 'port'>, void> = {
  host: (host) => ({ host }),
  subset: (subset) => (subset === '' ? {} : { subset }),
  port: ({ number }) => (number ? { port: number } : {}),
}

const fields: FieldMap<VirtualServiceSpecHttpRoute, Backend, SpecContext> = {
  destination: (value, at) => readFields(destination, value, at, undefined),
  weight: (weight) => ({ weight }),
  headers: (headers, at, context) => readHeaders(headers, at, context),
}

/**
 * Reads the destinations of a rule. Weights are relative; one that is absent beside others is 0, so its destination gets nothing. A sole
 * destination gets everything whatever its weight says, and is read with weight 1 (istio:pilot/pkg/networking/core/route/route.go).
 */
export function readRouteDestinations(routes: readonly VirtualServiceSpecHttpRoute[], at: Place, context: SpecContext): Backend[] {
  return routes.map((route, index) => {
    const backend = { host: '', weight: 0, place: at.index(index), ...readFields(fields, route, at.index(index), context) }
    return routes.length === 1 ? { ...backend, weight: 1 } : backend
  })
}

/** Reads a rule's single mirror; the rule says how much of the traffic it gets, all of it when it does not. */
export function readMirror(mirror: VirtualServiceSpecHttpMirror, at: Place): Mirror {
  return { host: '', ...readFields(destination, mirror, at, undefined), percent: 100, single: true, place: at }
}

/** Reads a list of mirrors. A share that is absent means everything, one without a value nothing. */
export function readMirrors(mirrors: readonly VirtualServiceSpecHttpMirrors[], at: Place): Mirror[] {
  return mirrors.map((mirror, index) => ({
    host: '',
    percent: 100,
    ...readFields(mirrorFields, mirror, at.index(index), undefined),
    place: at.index(index),
  }))
}

const mirrorFields: FieldMap<VirtualServiceSpecHttpMirrors, Mirror, void> = {
  destination: (value, at) => readFields(destination, value, at, undefined),
  percentage: ({ value }) => ({ percent: value ?? 0 }),
}
