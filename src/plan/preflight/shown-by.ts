import { partAt } from '../../manifest/carriers/parts.ts'
import type { SourceObject } from '../../model/object.ts'
import type { PreflightCheck } from './preflight-check.ts'

type Says = (object: SourceObject) => boolean | undefined

/** The first object that says that it is so; where none does, the first that says that it is not. */
export function shownBy(objects: readonly SourceObject[], says: Says): Pick<PreflightCheck, 'shown'> {
  return firstAnswer(objects, says, true)
}

/** The first object that says that it is not so; where none does, the first that says that it is. */
export function deniedBy(objects: readonly SourceObject[], says: Says): Pick<PreflightCheck, 'shown'> {
  return firstAnswer(objects, says, false)
}

function firstAnswer(objects: readonly SourceObject[], says: Says, decisive: boolean): Pick<PreflightCheck, 'shown'> {
  const found = objects.flatMap((object) => {
    const holds = says(object)
    return holds === undefined ? [] : [{ holds, place: object.place }]
  })
  const shown = found.find(({ holds }) => holds === decisive) ?? found[0]
  return shown === undefined ? {} : { shown }
}

/** What containers of a workload have in a variable. */
export function variablesOf({ value }: SourceObject, name: string): readonly unknown[] {
  const containers = partAt(value, 'spec', 'template', 'spec', 'containers')
  const variables = (Array.isArray(containers) ? containers : []).flatMap((one) => partAt(one, 'env') ?? [])
  return variables.flatMap((one) => (partAt(one, 'name') === name ? [partAt(one, 'value')] : []))
}
