import { isFilledInElsewhere } from '../../model/filled-in.ts'
import type { SourceObject } from '../../model/object.ts'
import type { UnreadRoutes } from '../../model/unread.ts'
import { mapOf, recordsOf } from '../carriers/parts.ts'
import { isRecord } from '../object/identity.ts'

/**
 * What two definitions of one VirtualService say of whose requests they are for: whichever is applied, it is for these. Undefined where that
 * cannot be read with certainty of both, or where it depends on a delegate.
 */
export function routesOfEither(...definitions: readonly SourceObject[]): UnreadRoutes | undefined {
  const found = definitions.map(routesIn)
  if (found.some((one) => one === undefined)) return undefined
  const all = found as readonly UnreadRoutes[]
  return {
    namespace: definitions[0]!.ref.namespace,
    hosts: [...new Set(all.flatMap(({ hosts }) => hosts))].sort(),
    destinations: [...new Set(all.flatMap(({ destinations }) => destinations))].sort(),
    exports: all.map(({ exports: [own] }) => own!),
    mesh: all.some(({ mesh }) => mesh),
  }
}

function routesIn({ ref, value }: SourceObject): UnreadRoutes | undefined {
  if (ref.kind !== 'VirtualService' || !ref.apiVersion.startsWith('networking.istio.io/')) return undefined
  const spec = mapOf(value.spec)
  const [hosts, gateways, exportTo] = [spec.hosts, spec.gateways ?? ['mesh'], spec.exportTo ?? 'default'].map(names)
  if (hosts === undefined || gateways === undefined || exportTo === undefined || hosts.length === 0) return undefined
  const rules = ['http', 'tls', 'tcp'].flatMap((field) => recordsOf(spec[field]).map((rule) => rule.value))
  const written = ['http', 'tls', 'tcp'].flatMap((field) =>
    Array.isArray(spec[field]) ? spec[field] : spec[field] === undefined ? [] : [0],
  )
  if (written.length !== rules.length || rules.some(({ delegate }) => delegate !== undefined)) return undefined
  const destinations = rules.flatMap(destinationsOf)
  if (destinations.some((host) => host === undefined)) return undefined
  const own = gateways.length === 0 || gateways.includes('mesh')
  return { namespace: ref.namespace, hosts, destinations: destinations as string[], exports: [exportTo], mesh: own }
}

/** Every host under a key that names a destination, wherever it stands in a rule (routes, mirrors). */
function destinationsOf(part: unknown): (string | undefined)[] {
  if (Array.isArray(part)) return part.flatMap(destinationsOf)
  if (!isRecord(part)) return []
  return Object.entries(part).flatMap(([name, value]) => {
    const host = name === 'destination' || name === 'mirror' ? (isRecord(value) ? value.host : undefined) : null
    return host === null ? destinationsOf(value) : [typeof host === 'string' && !isFilledInElsewhere(host) ? host : undefined]
  })
}

function names(value: unknown): string[] | undefined {
  if (value === 'default') return []
  if (!Array.isArray(value)) return undefined
  return value.every((item): item is string => typeof item === 'string' && !isFilledInElsewhere(item)) ? value : undefined
}
