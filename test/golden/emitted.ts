import { isMap, parseAllDocuments } from 'yaml'
import { validateEmitted } from '../../src/crd/validate.ts'
import type { KubernetesObject } from '../../src/model/object.ts'
import type { Translation } from '../../src/translation.ts'

/**
 * What is wrong with the objects that a translation wrote, by the schemas of the target versions. The output is parsed again as YAML,
 * so that a fault of the printer shows too; documents that are in the input in the same form are the user's own.
 */
export function emittedProblems(translation: Translation): string[] {
  const problems: string[] = []
  for (const file of translation.output.files) {
    if (file.text === undefined || file.status === 'unchanged') continue
    const before = new Set(objectsIn(file.before ?? '').map((object) => JSON.stringify(object)))
    for (const object of objectsIn(file.text)) {
      if (before.has(JSON.stringify(object)) || !isObject(object)) continue
      for (const problem of validateEmitted(object, translation.options.versions))
        problems.push(`${file.path}: ${object.kind} ${object.metadata.name}: ${problem}`)
    }
  }
  return problems
}

function objectsIn(text: string): unknown[] {
  return parseAllDocuments(text, { merge: true, logLevel: 'silent' }).flatMap((document) => {
    if (!isMap(document.contents) || document.errors.length > 0) return []
    const value = document.toJS() as { kind?: unknown; items?: unknown }
    return typeof value.kind === 'string' && value.kind.endsWith('List') && Array.isArray(value.items) ? value.items : [value]
  })
}

function isObject(value: unknown): value is KubernetesObject {
  const object = value as Partial<KubernetesObject> | null
  return typeof object?.apiVersion === 'string' && typeof object.kind === 'string' && typeof object.metadata?.name === 'string'
}
