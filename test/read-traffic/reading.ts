import { parseAllDocuments } from 'yaml'
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts'
import { type ObjectRef, type PathStep, type Place, pathText } from '../../src/diagnostics/place.ts'
import { MeshBuilder } from '../../src/model/builder.ts'
import type { Mesh } from '../../src/model/mesh.ts'
import type { SourceObject } from '../../src/model/object.ts'
import { defaultSettings, type MeshSettings } from '../../src/model/settings.ts'
import { ambientReaders } from '../../translators/istio-ambient/read/index.ts'
import { extensionsReaders } from '../../translators/istio-sidecar/read/extensions/index.ts'
import { networkingReaders } from '../../translators/istio-sidecar/read/networking/index.ts'

/** A place whose path is right; its span is only the document's number. */
class TestPlace implements Place {
  readonly object: ObjectRef
  readonly path: readonly PathStep[]

  constructor(object: ObjectRef, path: readonly PathStep[]) {
    this.object = object
    this.path = path
  }

  get span() {
    const line = this.object.document + 1
    return { file: this.object.file, line, col: 1, endLine: line, endCol: 2 }
  }

  field(name: string): Place {
    return new TestPlace(this.object, [...this.path, name])
  }

  index(position: number): Place {
    return new TestPlace(this.object, [...this.path, position])
  }
}

interface Metadata {
  readonly name: string
  readonly namespace?: string
  readonly labels?: Readonly<Record<string, string>>
  readonly annotations?: Readonly<Record<string, string>>
  readonly creationTimestamp?: string
  readonly ownerReferences?: readonly { readonly kind: string; readonly name: string }[]
}

interface Manifest {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: Metadata
}

function sourceObject(value: Manifest & Record<string, unknown>, document: number): SourceObject {
  const { apiVersion, kind, metadata } = value
  const ref = { apiVersion, kind, namespace: metadata.namespace ?? 'prod', name: metadata.name, file: 'input.yaml', document }
  return {
    ref,
    value,
    place: new TestPlace(ref, []),
    labels: metadata.labels ?? {},
    annotations: metadata.annotations ?? {},
    ...(metadata.creationTimestamp === undefined ? {} : { creationTimestamp: metadata.creationTimestamp }),
    owners: metadata.ownerReferences ?? [],
  }
}

export interface Reading {
  readonly mesh: Mesh
  readonly diagnostics: readonly Diagnostic[]
  readonly codes: readonly string[]
}

const readers = [...networkingReaders, ...extensionsReaders, ...ambientReaders]

/** Reads YAML documents with the readers of their kinds, in namespace `prod` where they name none. */
export function read(text: string, settings: Partial<MeshSettings> = {}): Reading {
  const builder = new MeshBuilder()
  builder.settings = { ...defaultSettings, ...settings }
  const diagnostics: Diagnostic[] = []
  parseAllDocuments(text).forEach((parsed, document) => {
    const object = sourceObject(parsed.toJS() as Manifest & Record<string, unknown>, document)
    const group = object.ref.apiVersion.split('/')[0]
    const reader = readers.find((candidate) => candidate.group === group && candidate.kind === object.ref.kind)
    if (reader === undefined) throw new Error(`no reader for ${object.ref.apiVersion} ${object.ref.kind}`)
    reader.read(object, { settings: builder.settings, diagnostics }, builder)
  })
  return { mesh: builder.finish(), diagnostics, codes: diagnostics.map(({ code }) => code) }
}

/** A document of a kind, with its spec as YAML text; lines of the spec may be indented at will. */
export function manifest(apiVersion: string, kind: string, spec: string, metadata = '{name: web}'): string {
  return `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: ${metadata}\nspec:\n${indent(spec)}\n`
}

function indent(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const margin = Math.min(...lines.map((line) => line.length - line.trimStart().length))
  return lines.map((line) => `  ${line.slice(margin)}`).join('\n')
}

export const virtualService = (spec: string, metadata?: string): string =>
  manifest('networking.istio.io/v1', 'VirtualService', spec, metadata)

/** Replaces each place by its path as text, so that expectations can be written down. */
export function plain(value: unknown): unknown {
  if (value instanceof TestPlace) return pathText(value.path)
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]))
}
