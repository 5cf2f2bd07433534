import type { KindReader } from '../../../../src/model/dialect.ts'
import { mapAt } from './chart-values.ts'
import { found, mergeSettings } from './found-settings.ts'
import { joinSettings } from './mesh-config.ts'
import { selectorsAt } from './namespace-selectors.ts'
import { textAt, textsAt } from './setting-values.ts'

/**
 * The ServiceMeshMemberRoll of a control plane of OpenShift Service Mesh 2: the namespaces in its mesh, by name or by labels
 * (maistra/istio-operator:pkg/apis/maistra/v1 ServiceMeshMemberRollSpec). It stands in the namespace of the control plane.
 */
const rollReader: KindReader = {
  group: 'maistra.io',
  kind: 'ServiceMeshMemberRoll',
  phase: 'settings',
  read(object, context, into) {
    const spec = mapAt(object.value, 'spec')
    const at = object.place.field('spec')
    const names = spec.members === undefined || spec.members === null ? [] : textsAt(spec.members, at.field('members'), context)
    const written = spec.memberSelectors
    const selectors = written === undefined || written === null ? [] : selectorsAt(written, at.field('memberSelectors'), context)
    if (names === undefined || selectors === undefined) return true
    const root = object.ref.namespace
    const settings = [
      ...found('members', { names: [...new Set(names)].sort(), selectors }, at),
      ...found('rootNamespace', root, object.place.field('metadata').field('namespace')),
    ]
    into.settings = mergeSettings(into.settings, joinSettings([{ settings }]), context)
    return true
  },
}

/** A ServiceMeshMember makes its own namespace a member: the operator writes it into the roll. Without a roll who else is a member is not known. */
const memberReader: KindReader = {
  group: 'maistra.io',
  kind: 'ServiceMeshMember',
  phase: 'settings',
  read(object, context, into) {
    const reference = mapAt(mapAt(object.value, 'spec'), 'controlPlaneRef')
    const at = object.place.field('spec').field('controlPlaneRef').field('namespace')
    const controlPlane = textAt(reference.namespace, at, context)
    if (controlPlane !== undefined) into.joinedMeshes.push({ namespace: object.ref.namespace, controlPlane })
    return true
  },
}

export const memberReaders: readonly KindReader[] = [rollReader, memberReader]
