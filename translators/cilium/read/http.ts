import type {
  CiliumNetworkPolicySpecIngressToPortsRulesHttpHeaderMatches as HeaderMatchSpec,
  CiliumNetworkPolicySpecIngressToPortsRulesHttp as HttpSpec,
} from '../../../src/crd/generated/types/cilium/cilium-network-policy.ts'
import type { Place } from '../../../src/diagnostics/place.ts'
import type { EndpointHeader, EndpointHttp, EndpointPattern } from '../../../src/model/endpoint-policy.ts'
import { type FieldMap, readFields } from '../../../src/model/fields.ts'

interface Parts {
  readonly method: EndpointPattern
  readonly path: EndpointPattern
  readonly host: EndpointPattern
  readonly lines: readonly EndpointHeader[]
  readonly matches: readonly EndpointHeader[]
}

/** The empty text asks nothing (cc:pkg/envoy/policy/envoy_l7_rules_translator.go getHTTPRule). */
const pattern =
  <K extends 'method' | 'path' | 'host'>(field: K) =>
  (value: string, place: Place): Partial<Parts> =>
    value === '' ? {} : { [field]: { pattern: value, place } }

const fields: FieldMap<HttpSpec, Parts, undefined> = {
  method: pattern('method'),
  path: pattern('path'),
  host: pattern('host'),
  headers: (lines, at) => ({ lines: lines.map((line, index) => headerLine(line, at.index(index))) }),
  headerMatches: (matches, at) => ({ matches: matches.map((match, index) => headerMatch(match, at.index(index))) }),
}

/** One entry of `rules.http`. */
export function readHttp(spec: HttpSpec, place: Place): EndpointHttp {
  const { lines = [], matches = [], ...patterns } = readFields(fields, spec, place, undefined)
  return { ...patterns, headers: [...lines, ...matches], place }
}

/**
 * `X-Team: web` is a name and a value, parted at the first space; without a space all of it is a name, so `X-Team:web` asks for a header that
 * no client can send (measured: Cilium 1.20.2).
 */
function headerLine(line: string, place: Place): EndpointHeader {
  const space = line.indexOf(' ')
  if (space < 0) return { name: line, place }
  return { name: line.slice(0, space).replace(/:+$/, ''), value: line.slice(space + 1), place }
}

/** Without a value the header only has to be there. A Secret's value is used instead of one that is written beside it. */
function headerMatch({ name = '', value = '', mismatch, secret }: HeaderMatchSpec, place: Place): EndpointHeader {
  return {
    name,
    ...(value === '' ? {} : { value }),
    ...(mismatch === undefined ? {} : { mismatch }),
    ...(secret === undefined ? {} : { secret: true }),
    place,
  }
}
