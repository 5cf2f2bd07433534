import { expect, test } from 'vitest'
import { movableMesh } from '../../bench/movable-mesh.ts'
import type { InputFile } from '../../src/manifest/input-file.ts'
import { ReadMemory } from '../../src/manifest/read-memory.ts'
import { modelJson } from '../../src/report/model/json.ts'
import { readManifests } from '../../src/translate.ts'
import { goldenCases } from '../golden/golden-case.ts'

/** What is read of files, with all places: of the mesh, of findings and of objects. */
function said(files: readonly InputFile[], memory?: ReadMemory): unknown {
  const { mesh, diagnostics, objects } = readManifests(files, memory === undefined ? {} : { memory })
  return JSON.stringify({
    mesh: modelJson(mesh),
    diagnostics,
    objects: objects.map(({ ref, value, place }) => ({ ref, value, span: place.span, name: place.field('metadata').field('name').span })),
  })
}

/** The same documents at other places: below a comment, in another folder. */
function moved(files: readonly InputFile[]): InputFile[] {
  return files.map((file) => ({
    ...file,
    path: `head/${file.path}`,
    text: `# Moved.\n${file.path.length % 2 === 0 ? '---\n' : ''}${file.text}`,
  }))
}

test('what was read before is read the same at other places, faults included', () => {
  // Every fourth: reading all of them five times takes long.
  for (const { name, input: files } of goldenCases().filter((_, position) => position % 4 === 0)) {
    const memory = new ReadMemory()
    expect([name, said(files, memory)]).toEqual([name, said(files)])
    expect([name, said(files, memory)]).toEqual([name, said(files)])
    expect([name, said(moved(files), memory)]).toEqual([name, said(moved(files))])
  }
})

test('documents of one text have one value, those of another text have their own', () => {
  const { files } = movableMesh(20)
  const memory = new ReadMemory()
  const before = readManifests(files, { memory }).objects
  const after = readManifests(
    files.map(({ text }) => ({ path: 'head.yaml', text: `${text.replace('/api/*', '/v2/*')}` })),
    { memory },
  ).objects
  const shared = after.filter(({ value }, at) => value === before[at]!.value)
  expect([before.length - shared.length, after.length]).toEqual([1, before.length])
  expect(after.every(({ ref, place }) => ref.file === 'head.yaml' && place.span.file === 'head.yaml')).toBe(true)
})

test('an object that was accepted in one namespace is looked at again in another', () => {
  const text = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n'
  const memory = new ReadMemory()
  expect(readManifests([{ path: 'a.yaml', text }], { memory, defaultNamespace: 'fine' }).diagnostics).toEqual([])
  const { diagnostics } = readManifests([{ path: 'a.yaml', text }], { memory, defaultNamespace: 'Not_Fine' })
  const alone = readManifests([{ path: 'a.yaml', text }], { defaultNamespace: 'Not_Fine' })
  expect(diagnostics).toEqual(alone.diagnostics)
})
