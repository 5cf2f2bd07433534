import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import type { HoldBack, Plan } from '../plan.ts'

/** Namespaces whose label cannot come with what kustomize builds: their pods would leave their sidecars and join nothing. */
export function unbuiltNamespaceHoldBacks(plan: Plan): HoldBack[] {
  return plan.mesh.namespaces.flatMap(({ name, unbuilt, dataPlane }): HoldBack[] =>
    unbuilt === undefined || dataPlane === 'none' || !plan.moves(name)
      ? []
      : [
          {
            subject: { namespace: name },
            cause: diagnose(catalogue.namespaceNotBuilt, unbuilt, { namespace: name, file: unbuilt.object.file }),
          },
        ],
  )
}
