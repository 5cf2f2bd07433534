import { catalogue } from '../../../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../../../src/diagnostics/diagnostic.ts'
import { objectText } from '../../../../../src/diagnostics/place.ts'
import { discoverySetting, isDiscovered } from '../../../../../src/model/discovery.ts'
import { enrolmentLabels, keysOf } from '../../../../../src/model/label-use.ts'
import type { HoldBack, Migration } from '../../migration.ts'
import { labelsOfNamespace } from '../../namespace-labels.ts'

/**
 * Namespaces that istiod does not see, and those that it would not see any more: `discoverySelectors` that ask for `istio-injection: enabled`
 * lose a namespace as soon as it is enrolled in ambient mode. A roll of members is of OpenShift Service Mesh 2, which has no ambient mode.
 */
export function discoveryHoldBacks(migration: Migration): HoldBack[] {
  const { settings, namespaces } = migration.mesh
  const setting = discoverySetting(settings)
  if (setting === undefined) return []
  const roll = settings.places.members
  if (roll !== undefined) return [{ subject: 'mesh', cause: diagnose(catalogue.noAmbientMode, roll, { object: objectText(roll.object) }) }]
  const at = settings.places.discoverySelectors
  return namespaces.flatMap((namespace): HoldBack[] => {
    if (!migration.moves(namespace.name)) return []
    const subject = { namespace: namespace.name }
    if (isDiscovered(namespace, settings) !== true)
      return [{ subject, cause: diagnose(catalogue.outsideDiscovery, namespace.place ?? at, { namespace: namespace.name, setting }) }]
    const labels = labelsOfNamespace(migration, namespace)
    if (labels === undefined || isDiscovered({ ...namespace, labels }, settings) === true) return []
    const named = settings.discoverySelectors.flatMap(keysOf)
    const label = enrolmentLabels.find((key) => named.includes(key)) ?? named[0] ?? ''
    return [{ subject, cause: diagnose(catalogue.discoveryLabelChanges, at, { namespace: namespace.name, label }) }]
  })
}
