import type { ReferenceGrantSpec } from '../../../../src/crd/generated/types/gateway-api/reference-grant.ts'
import type { KindReader } from '../../../../src/model/dialect.ts'
import { specOf } from '../../../../src/model/object.ts'

/** Which routes may name Services of another namespace (cc:operator/pkg/gateway-api/helpers/referencegrants.go isReferenceAllowed). */
export const backendGrantReader: KindReader = {
  group: 'gateway.networking.k8s.io',
  kind: 'ReferenceGrant',
  phase: 'objects',
  read({ ref, place, ...object }, _context, into) {
    const { from = [], to = [] } = specOf<ReferenceGrantSpec>({ ref, place, ...object })
    into.backendGrants.push({
      name: ref.name,
      namespace: ref.namespace,
      from: from.flatMap(({ group, kind = '', namespace = '' }) => (group === 'gateway.networking.k8s.io' ? [{ kind, namespace }] : [])),
      to: to.flatMap(({ group, kind, name }) =>
        (group ?? '') === '' && kind === 'Service' ? [name === undefined ? {} : { service: name }] : [],
      ),
      place,
    })
    return true
  },
}
