import { describe, expect, test, vi } from 'vitest'
import { movableMesh } from '../../../bench/movable-mesh.ts'
import type { InputFile } from '../../../src/manifest/input-file.ts'
import { ReadMemory } from '../../../src/manifest/read-memory.ts'
import { splitDocuments } from '../../../src/manifest/yaml/split.ts'
import { readManifests } from '../../../src/translate.ts'
import { compareMeshes } from '../../../src/verify/compare.ts'
import { comparedDestinations } from '../../../src/verify/parts/destinations.ts'
import { compareManifests, readSets } from '../../../src/verify/verify.ts'
import fc from '../../fast-check.ts'
import { said } from '../../plan/as-alone.ts'
import { meshFilesOf, spoken } from './wards.ts'

type Files = readonly InputFile[]

/** The review of a change, and the same where each side is read alone and every destination is compared. */
function expectAsWhole(before: Files, after: Files): void {
  const review = compareManifests(before, after)
  const was = readManifests(before)
  const is = readManifests(after, { cluster: was.objects })
  expect(said([review.comparison, review.diagnostics])).toBe(
    said([compareMeshes(was.mesh, is.mesh), [...was.diagnostics, ...is.diagnostics]]),
  )
}

/** An edit of a file, of those that the number picks from. */
type Edit = (files: Files, pick: number) => Files

const settings = `apiVersion: v1
kind: ConfigMap
metadata: {name: istio, namespace: istio-system}
data: {mesh: "outboundTrafficPolicy: {mode: REGISTRY_ONLY}"}
---
`

function replaced(files: Files, from: string, to: string, pick: number): Files {
  const having = files.filter(({ text }) => text.includes(from))
  if (having.length === 0) return files
  const chosen = having[pick % having.length]
  return files.map((file) => {
    if (file !== chosen) return file
    const parts = file.text.split(from)
    const at = 1 + (pick % (parts.length - 1))
    return { ...file, text: `${parts.slice(0, at).join(from)}${to}${parts.slice(at).join(from)}` }
  })
}

/** A document goes from its file to the end of another one. */
function documentMoved(files: Files, pick: number): Files {
  const from = files[pick % files.length]!
  const documents = splitDocuments(from.text)
  const { start, end } = documents[pick % documents.length]!
  const text = from.text.slice(start, end).replace(/^---\n/, '')
  const to = files[(pick * 7 + 1) % files.length]!
  if (to === from) return files
  return files.map((file) => {
    if (file === from) return { ...file, text: file.text.slice(0, start) + file.text.slice(end) }
    return file === to ? { ...file, text: `${file.text.replace(/(?:---\n)?$/, '---\n')}${text}` } : file
  })
}

const edits: readonly Edit[] = [
  (files, pick) => replaced(files, 'istio-injection: enabled', 'istio-injection: disabled', pick),
  (files, pick) => replaced(files, 'labels: {app: nurse}', 'labels: {app: porter}', pick),
  (files, pick) => replaced(files, 'port: 80, targetPort: 8080', 'port: 80, targetPort: 9090', pick),
  (files, pick) => replaced(files, 'methods: [GET]', 'methods: [PUT]', pick),
  (files, pick) => replaced(files, 'mode: STRICT', 'mode: PERMISSIVE', pick),
  (files, pick) => replaced(files, 'prefix: /a', 'prefix: /b', pick),
  (files, pick) => replaced(files, 'namespaces: [ward-1]', 'namespaces: ["ward-*"]', pick),
  (files, pick) => replaced(files, 'kind: Service\n', 'kind: Service # The same.\n', pick),
  (files) => [...files, { path: 'settings.yaml', text: settings }],
  (files, pick) => files.map((file, at) => (at === pick % files.length ? { ...file, path: `moved/${file.path}` } : file)),
  (files) => files.map((file) => ({ ...file, path: `head/${file.path}` })),
  (files, pick) => (files.length > 1 ? files.filter((_, at) => at !== 1 + (pick % (files.length - 1))) : files),
  documentMoved,
]

describe('a review is that of both sides read as a whole', () => {
  test('whatever was edited, renamed or moved to another file', () => {
    const chosen = fc.array(fc.nat(3), { minLength: spoken.length, maxLength: spoken.length })
    const edit = fc.record({ way: fc.nat(edits.length - 1), pick: fc.nat(1000) })
    fc.assert(
      fc.property(chosen, fc.array(edit, { minLength: 1, maxLength: 3 }), (ways, changes) => {
        const before = meshFilesOf(ways)
        expectAsWhole(
          before,
          changes.reduce((files, { way, pick }) => edits[way]!(files, pick), before as Files),
        )
      }),
      { numRuns: 15 },
    )
  })
})

describe('a review of one policy', () => {
  /** How much is done in a review of the movable mesh with other words in one policy. */
  function doneFor(size: number): {
    readonly documents: number
    readonly parsed: number
    readonly validated: number
    readonly compared: number
  } {
    const { files, resources } = movableMesh(size)
    const parsed = vi.spyOn(ReadMemory.prototype, 'keepDocument')
    const validated = vi.spyOn(ReadMemory.prototype, 'keepAccepted')
    try {
      const after = files.map(({ text }) => ({ path: 'head/mesh.yaml', text: text.replace('/api/*', '/v2/*') }))
      const { before, after: mesh, options } = readSets(files, after)
      const compared = comparedDestinations(before, mesh).filter((destination) => options.unreached?.(destination) !== true)
      return { documents: resources, parsed: parsed.mock.calls.length, validated: validated.mock.calls.length, compared: compared.length }
    } finally {
      parsed.mockRestore()
      validated.mockRestore()
    }
  }

  test('parses and validates what is the same on both sides once, and compares as much in a large mesh as in a small one', () => {
    const [small, large] = [doneFor(150), doneFor(600)]
    for (const { documents, parsed, validated } of [small, large]) expect([parsed, validated]).toEqual([documents + 1, documents + 1])
    expect(large.documents).toBeGreaterThan(3 * small.documents)
    expect(large.compared).toBe(small.compared)
  })
})
