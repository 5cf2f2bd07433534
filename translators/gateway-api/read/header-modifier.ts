import type {
  HTTPRouteSpecRulesFiltersRequestHeaderModifier,
  HTTPRouteSpecRulesFiltersRequestHeaderModifierSet,
} from '../../../src/crd/generated/types/gateway-api/http-route.ts'
import type { Place } from '../../../src/diagnostics/place.ts'
import { type FieldMap, readFields } from '../../../src/model/fields.ts'
import type { HeaderMutation } from '../../../src/model/route.ts'

type HeaderValue = HeaderMutation['set'][number]

const value: FieldMap<HTTPRouteSpecRulesFiltersRequestHeaderModifierSet, HeaderValue, void> = {
  name: (name) => ({ name }),
  value: (text) => ({ value: text }),
}

const fields: FieldMap<HTTPRouteSpecRulesFiltersRequestHeaderModifier, HeaderMutation, void> = {
  set: (headers, at) => ({ set: readValues(headers, at) }),
  add: (headers, at) => ({ add: readValues(headers, at) }),
  remove: (names, at) => ({ remove: names.map((name, index) => ({ name, place: at.index(index) })) }),
}

/** Reads a RequestHeaderModifier or ResponseHeaderModifier. */
export function readHeaderModifier(modifier: HTTPRouteSpecRulesFiltersRequestHeaderModifier, at: Place): HeaderMutation {
  return { set: [], add: [], remove: [], ...readFields(fields, modifier, at, undefined), place: at }
}

/** Of several entries for one name, in whatever case, the first counts (istio:pilot/pkg/config/kube/gateway/conversion.go headerListToMap). */
function readValues(headers: readonly HTTPRouteSpecRulesFiltersRequestHeaderModifierSet[], at: Place): HeaderValue[] {
  const seen = new Set<string>()
  return headers
    .map((header, index) => ({ name: '', value: '', ...readFields(value, header, at.index(index), undefined), place: at.index(index) }))
    .filter(({ name }) => !seen.has(name.toLowerCase()) && seen.add(name.toLowerCase()))
}
