import { catalogue } from '../../../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../../../src/diagnostics/diagnostic.ts'
import type { Attachment } from '../../../../../src/model/authorization.ts'
import type { EmitOptions } from '../../../../../src/model/dialect.ts'
import type { EgressVisibility } from '../../../../../src/model/egress.ts'
import type { Mesh } from '../../../../../src/model/mesh.ts'
import type { HoldBack } from '../../migration.ts'
import { subjectsOf } from '../pods/subjects.ts'

/** Egress that only sidecars restrict, and listeners that only sidecars have. */
export function egressHoldBacks(mesh: Mesh, options: EmitOptions): HoldBack[] {
  const assumed = options.assume.includes('egress-enforced')
  const whole: HoldBack[] =
    mesh.settings.outboundPolicy === 'registry-only' && !assumed
      ? [
          {
            subject: 'mesh',
            cause: diagnose(catalogue.egressHeldBack, mesh.settings.places.outboundPolicy, {
              what: 'the outbound policy REGISTRY_ONLY of the mesh',
            }),
          },
        ]
      : []
  const sidecars = mesh.egress.flatMap((sidecar) => {
    const causes = [...(assumed ? [] : restrictions(sidecar)), ...listeners(sidecar)]
    return causes.flatMap((cause) => subjectsOf(sidecarAttachment(sidecar, mesh), mesh).map((subject) => ({ subject, cause })))
  })
  return [...whole, ...sidecars]
}

function restrictions({ outboundPolicy }: EgressVisibility): Diagnostic[] {
  if (outboundPolicy?.mode !== 'registry-only') return []
  return [diagnose(catalogue.egressHeldBack, outboundPolicy.place, { what: 'the outbound policy REGISTRY_ONLY' })]
}

function listeners(sidecar: EgressVisibility): Diagnostic[] {
  const found = (place: EgressVisibility['place'], what: string) => diagnose(catalogue.listenersHeldBack, place, { what })
  return [
    ...sidecar.listeners.map((place) => found(place, 'an ingress listener')),
    ...sidecar.boundEgress.map((place) => found(place, 'an egress listener with its own port, address or capture mode')),
    ...(sidecar.egressProxy === undefined ? [] : [found(sidecar.egressProxy, 'an egress proxy for unknown hosts')]),
    ...(sidecar.inboundConnectionPool === undefined
      ? []
      : [found(sidecar.inboundConnectionPool, 'a connection pool for inbound requests')]),
  ]
}

/** A Sidecar without labels holds for its namespace, and from the root namespace for every namespace (api:networking/v1alpha3/sidecar.proto). */
export function sidecarAttachment(sidecar: EgressVisibility, mesh: Mesh): Attachment {
  const { labels, namespace, place } = sidecar
  if (labels !== undefined) return { scope: 'workloads', namespace, labels, place }
  return namespace === mesh.settings.rootNamespace ? { scope: 'mesh' } : { scope: 'namespace', namespace }
}
