import { parseAllDocuments } from 'yaml'
import type { InputFile } from '../../src/manifest/input-file.ts'
import type { KubernetesObject } from '../../src/model/object.ts'
import type { Translation } from '../../src/translation.ts'
import { outputFiles } from '../golden/outcome.ts'
import type { MutantKind } from '../mutants/mutant-kind.ts'
import type { Random } from '../mutants/random.ts'

/** The output of a translation with the first object damaged in which a kind of damage finds anything; as it is where none has. */
export function damagedFiles(translation: Translation, kind: MutantKind, random: Random): InputFile[] {
  const objects = outputFiles(translation).flatMap(({ text }) =>
    parseAllDocuments(text, { merge: true, logLevel: 'silent' }).flatMap((document) => {
      const value = document.toJS() as KubernetesObject | null
      return typeof value?.kind === 'string' && typeof value.metadata?.name === 'string' ? [value] : []
    }),
  )
  let isDone = false
  const damaged = objects.flatMap((object) => {
    const result = isDone ? undefined : kind.damage(object, random, objects)
    if (result === undefined) return [object]
    isDone = true
    return result === 'removed' ? [] : [result]
  })
  return [{ path: 'mesh.yaml', text: damaged.map((object) => JSON.stringify(object)).join('\n---\n') }]
}
