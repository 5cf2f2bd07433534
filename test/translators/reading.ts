import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts'
import { type Place, pathText } from '../../src/diagnostics/place.ts'
import { loadManifests } from '../../src/manifest/load.ts'
import { groupOf } from '../../src/model/api-group.ts'
import type { AuthorizationPolicy } from '../../src/model/authorization.ts'
import { MeshBuilder } from '../../src/model/builder.ts'
import { defaultOptions } from '../../src/model/dialect.ts'
import { inferNamespaces } from '../../src/model/infer-namespaces.ts'
import { KindReaders, type ReadAnswer } from '../../src/model/kind-readers.ts'
import type { Mesh } from '../../src/model/mesh.ts'
import type { SourceObject } from '../../src/model/object.ts'
import { defaultSettings, type MeshSettings } from '../../src/model/settings.ts'
import { readers } from '../../translators/index.ts'

const byKind = new KindReaders(readers)

export interface Reading {
  readonly mesh: Mesh
  readonly diagnostics: readonly Diagnostic[]
  readonly codes: readonly string[]
  /** How many objects no reader took. */
  readonly untaken: number
}

/** Reads YAML documents phase by phase, in namespace `prod` where they name none. */
export function read(text: string, settings: Partial<MeshSettings> = {}): Reading {
  return readFiles([{ path: 'input.yaml', text }], settings)
}

export function readFiles(files: readonly { path: string; text: string }[], settings: Partial<MeshSettings> = {}): Reading {
  const loaded = loadManifests(files, { defaultNamespace: 'prod' })
  const [problem] = loaded.diagnostics
  if (problem !== undefined) throw new Error(problem.message)
  const builder = new MeshBuilder()
  builder.settings = { ...defaultSettings, ...settings }
  const diagnostics: Diagnostic[] = []
  const answers = new Map<SourceObject, Set<ReadAnswer>>(loaded.objects.map((object) => [object, new Set()]))
  for (const phase of ['settings', 'namespaces', 'objects'] as const) {
    if (phase === 'objects') inferNamespaces(loaded.objects, builder)
    for (const [object, known] of answers)
      known.add(
        byKind.ask(groupOf(object.ref.apiVersion), object.ref.kind, phase, (reader) =>
          reader.read(object, { settings: builder.settings, versions: defaultOptions.versions, diagnostics }, builder),
        ),
      )
  }
  for (const [{ ref }, known] of answers)
    if (known.size === 1 && known.has('no-reader')) throw new Error(`no reader for ${ref.apiVersion} ${ref.kind}`)
  return {
    mesh: builder.finish(),
    diagnostics,
    codes: diagnostics.map(({ code }) => code),
    untaken: [...answers.values()].filter((known) => !known.has('read')).length,
  }
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

/** Reads one AuthorizationPolicy in namespace `foo`; `spec` is flow YAML. */
export function readPolicy(spec: string, settings: Partial<MeshSettings> = {}): { policy: AuthorizationPolicy; codes: readonly string[] } {
  const text = `apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: {name: p, namespace: foo}\nspec: ${spec}\n`
  const { mesh, codes } = read(text, settings)
  return { policy: mesh.authorization[0]!, codes }
}

/** Replaces each place by its path as text, so that expectations can be written down. */
export function plain(value: unknown): unknown {
  if (isPlace(value)) return pathText(value.path)
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]))
}

/** As `plain`, but without places and without the written form of a principal: for tests of meaning. */
export function meaning(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(meaning)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, inner]) => key !== 'written' && !isPlace(inner))
      .map(([key, inner]) => [key, meaning(inner)]),
  )
}

function isPlace(value: unknown): value is Place {
  return typeof value === 'object' && value !== null && 'object' in value && 'path' in value && 'span' in value
}
