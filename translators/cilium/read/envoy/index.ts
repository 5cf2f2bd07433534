import { objectText } from '../../../../src/diagnostics/place.ts'
import type { KindReader } from '../../../../src/model/dialect.ts'
import { readEnvoyConfig } from './envoy-config.ts'

/**
 * What Envoy gets beside policies: routes for Services, as far as they are understood. Of all else no more is known than that it is there; where no Service is
 * named, a policy may lead connections to it.
 */
export const envoyConfigReaders: readonly KindReader[] = ['CiliumEnvoyConfig', 'CiliumClusterwideEnvoyConfig'].map((kind) => ({
  group: 'cilium.io',
  kind,
  phase: 'objects',
  read(object, { settings }, into) {
    const tables = readEnvoyConfig(object, settings.clusterDomain)
    into.nodeRoutes.push(...tables)
    if (tables.length > 0 && tables.every(({ unmodelled }) => unmodelled.length === 0)) return true
    const { ref, place } = object
    const reach = { kinds: [ref.kind], namespaces: [ref.namespace], name: ref.name }
    into.unread.push({ why: 'not-modelled', what: objectText(ref), reach, span: place.span, place })
    return true
  },
}))
