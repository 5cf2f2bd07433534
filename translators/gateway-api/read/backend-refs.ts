import { catalogue } from '../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../src/diagnostics/diagnostic.ts'
import type { Place } from '../../../src/diagnostics/place.ts'
import type { Backend } from '../../../src/model/route.ts'
import type { RouteContext } from './route-context.ts'

/** What every reference to a backend can say. */
export interface ReferenceParts {
  readonly group: string
  readonly kind: string
  readonly name: string
  readonly namespace: string
  readonly port: number
}

/** Reads the fields that every reference to a backend has. */
export const referenceFields = {
  group: (group: string) => ({ group }),
  kind: (kind: string) => ({ kind }),
  name: (name: string) => ({ name }),
  namespace: (namespace: string) => ({ namespace }),
  port: (port: number) => ({ port }),
}

/**
 * The host that a reference means, as a full name. Services need a port; a kind such as istiod's `Hostname` names any host, where the controller has
 * one. Other kinds get a host that no Service has.
 */
export function hostOf(reference: Partial<ReferenceParts>, at: Place, context: RouteContext): Pick<Backend, 'host' | 'port'> {
  const { group = '', kind = 'Service', name = '', namespace = context.namespace } = reference
  const port = reference.port === undefined ? {} : { port: reference.port }
  if (context.controller.hostBackends.has(`${group}/${kind}`)) return { host: name, ...port }
  if (kind === 'Service' && group === '') {
    if (reference.port === undefined) context.asked.push({ feature: 'backend-without-port', what: 'a backend without a port', place: at })
    return { host: `${name}.${namespace}.svc.${context.settings.clusterDomain}`, ...port }
  }
  context.diagnostics.push(diagnose(catalogue.backendNotModelled, at, { kind }))
  return { host: `${name}.${namespace}.${kind.toLowerCase()}`, ...port }
}
