import type { Change } from '../../../src/model/change.ts'
import type { EmitOptions } from '../../../src/model/dialect.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import { mayBe, mayBeIn, type UnreadInput } from '../../../src/model/unread.ts'
import { perMesh } from '../../../src/resolve/host-index.ts'

interface AddedName {
  readonly kind: string
  readonly namespace: string
  readonly name: string
}

type Vouched = Pick<EmitOptions, 'assume'>

/** What says that another object, such as a mutating webhook, may change one of some objects that would be added. */
export function changedOnTheWay(changes: readonly Change[], mesh: Mesh, options: Vouched): UnreadInput | undefined {
  for (const change of changes) {
    if (change.kind !== 'add') continue
    const { kind, metadata } = change.object
    const found = changedByCarrier({ kind, namespace: metadata.namespace ?? '', name: metadata.name }, mesh, options)
    if (found !== undefined) return found
  }
  return undefined
}

/** The same of one object by its name. */
export function changedByCarrier({ kind, namespace, name }: AddedName, mesh: Mesh, { assume }: Vouched): UnreadInput | undefined {
  if (assume.includes('unread-reviewed')) return undefined
  return carriedByName(mesh).find(({ reach }) => reach.name === name && mayBe(reach, kind) && mayBeIn(reach, namespace))
}

const carriedByName = perMesh(({ unread }) => unread.filter(({ why, reach }) => why === 'carried' && reach.name !== undefined))
