import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts'
import { type Place, pathText } from '../../src/diagnostics/place.ts'
import { loadManifests } from '../../src/manifest/load.ts'
import { MeshBuilder } from '../../src/model/builder.ts'
import { defaultOptions } from '../../src/model/dialect.ts'
import type { Mesh } from '../../src/model/mesh.ts'
import { defaultSettings, type MeshSettings } from '../../src/model/settings.ts'
import { gatewayApiReaders, routeReaders } from '../../translators/gateway-api/read/index.ts'
import { istiod } from '../../translators/istio/istiod.ts'
import { extensionsReaders } from '../../translators/istio/read/extensions/index.ts'
import { networkingReaders } from '../../translators/istio/read/networking/index.ts'
import { kubernetesReaders } from '../../translators/kubernetes/read/index.ts'

export interface Reading {
  readonly mesh: Mesh
  readonly diagnostics: readonly Diagnostic[]
  readonly codes: readonly string[]
}

const readers = [...kubernetesReaders, ...networkingReaders, ...extensionsReaders, ...gatewayApiReaders, ...routeReaders(istiod)]

/** Reads YAML documents with the readers of their kinds, in namespace `prod` where they name none. */
export function read(text: string, settings: Partial<MeshSettings> = {}): Reading {
  const builder = new MeshBuilder()
  builder.settings = { ...defaultSettings, ...settings }
  const loaded = loadManifests([{ path: 'input.yaml', text }], { defaultNamespace: 'prod' })
  const [problem] = loaded.diagnostics
  if (problem !== undefined) throw new Error(problem.message)
  const diagnostics: Diagnostic[] = []
  const found = loaded.objects.map((object) => {
    const group = object.ref.apiVersion.split('/')[0]
    const reader = readers.find((candidate) => candidate.group === group && candidate.kind === object.ref.kind)
    if (reader === undefined) throw new Error(`no reader for ${object.ref.apiVersion} ${object.ref.kind}`)
    return { object, reader }
  })
  for (const phase of ['namespaces', 'objects'])
    for (const { object, reader } of found)
      if (reader.phase === phase)
        reader.read(object, { settings: builder.settings, versions: defaultOptions.versions, diagnostics }, builder)
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
  if (isPlace(value)) return pathText(value.path)
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]))
}

function isPlace(value: unknown): value is Place {
  return typeof value === 'object' && value !== null && 'object' in value && 'path' in value && 'span' in value
}
