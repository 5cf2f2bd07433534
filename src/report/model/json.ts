import type { PathStep, Place } from '../../diagnostics/place.ts'
import { isPlace } from '../../diagnostics/place.ts'
import type { Mesh } from '../../model/mesh.ts'
import type { JsonForm, ModelPlace } from './shape.ts'

/** Changes when a reader of the JSON would have to change; new optional fields do not count. */
export const modelVersion = 1

/** The policy model as data, as `convert -o model-json` prints it. */
export type ModelJson = { readonly schemaVersion: typeof modelVersion } & JsonForm<Mesh>

/** Writes the model as data: the same tree, with places as file, line, column and JSON pointer. */
export function modelJson(model: Mesh): ModelJson {
  return { schemaVersion: modelVersion, ...(written(model) as JsonForm<Mesh>) }
}

function written(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(written)
  if (typeof value !== 'object' || value === null) return value
  if (isPlace(value)) return placeOf(value)
  return Object.fromEntries(Object.entries(value).flatMap(([name, inner]) => (inner === undefined ? [] : [[name, written(inner)]])))
}

function placeOf({ span, path }: Place): ModelPlace {
  return { file: span.file, line: span.line, col: span.col, pointer: pointerOf(path) }
}

function pointerOf(path: readonly PathStep[]): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}
