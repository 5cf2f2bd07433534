import type { InputFile } from '../../src/manifest/input-file.ts'
import { loadManifests } from '../../src/manifest/load.ts'
import { MeshBuilder } from '../../src/model/builder.ts'
import { defaultOptions, type TargetVersions } from '../../src/model/dialect.ts'
import type { Mesh } from '../../src/model/mesh.ts'
import { readers } from '../../translators/index.ts'
import { rememberedMesh } from '../faults/remembered-mesh.ts'

/** The mesh that manifests describe, read without validation and without a target. */
export function meshOf(files: readonly InputFile[], versions: TargetVersions = defaultOptions.versions): Mesh {
  return rememberedMesh(JSON.stringify([files, versions]), () => read(files, versions))
}

function read(files: readonly InputFile[], versions: TargetVersions): Mesh {
  const { objects } = loadManifests(files)
  const builder = new MeshBuilder()
  for (const phase of ['settings', 'namespaces', 'objects'] as const)
    for (const object of objects)
      for (const reader of readers)
        if (
          reader.phase === phase &&
          reader.kind === object.ref.kind &&
          object.ref.apiVersion.split('/').slice(0, -1).join('/') === reader.group
        )
          reader.read(object, { settings: builder.settings, versions, diagnostics: [] }, builder)
  return builder.finish()
}
