import { expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { decide } from '../../src/decide/decide.ts'
import { readManifests, translate } from '../../src/translate.ts'
import fc from '../fast-check.ts'
import { anyMesh } from './client-mesh.ts'
import { externalAnswers } from './external-answers.ts'
import { closedOnlyByAnonymity } from './identity.ts'
import { requestTo } from './requests-to.ts'
import type { GeneratedMesh } from './sidecar-mesh.ts'

/** `SECOND_RUNS=5000` asks many meshes; `SECOND_SEED` asks for others. */
const runs = Number(process.env.SECOND_RUNS ?? 60)
const seed = Number(process.env.SECOND_SEED ?? 1)

interface Document {
  readonly kind: string
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly [field: string]: unknown }
  readonly [field: string]: unknown
}

const documentsOf = ({ files }: GeneratedMesh): Document[] =>
  files.flatMap(({ text }) =>
    text
      .trim()
      .split('\n---\n')
      .map((one) => JSON.parse(one) as Document),
  )

/** Definitions of the other mesh under the names of the first, of the kinds that both have. */
function secondsFor(own: readonly Document[], other: readonly Document[], picks: readonly [number, number][]): Map<Document, Document> {
  const seconds = new Map<Document, Document>()
  const kinds = [...new Set(own.map(({ kind }) => kind))].filter((kind) => other.some((one) => one.kind === kind))
  for (const [which, from] of picks) {
    const kind = kinds[which % kinds.length]
    const candidates = own.filter((one) => one.kind === kind)
    const first = candidates[Math.floor(which / kinds.length) % candidates.length]!
    const sources = other.filter((one) => one.kind === kind)
    const source = sources[from % sources.length]!
    seconds.set(first, { ...source, metadata: { ...source.metadata, ...nameOf(first) } })
  }
  return seconds
}

function nameOf({ metadata: { name, namespace } }: Document): { name: string; namespace?: string } {
  return namespace === undefined ? { name } : { name, namespace }
}

/** The text of a file without one object: what was written beside it stays. */
function without(text: string, { kind, metadata: { name, namespace } }: Document): string {
  return parseAllDocuments(text, { merge: true, logLevel: 'silent' })
    .map((document) => document.toJS() as Document | null)
    .filter((one) => one !== null && !(one.kind === kind && one.metadata.name === name && one.metadata.namespace === namespace))
    .map((one) => `${JSON.stringify(one)}\n`)
    .join('---\n')
}

const text = (documents: readonly Document[]) => `${documents.map((one) => JSON.stringify(one, undefined, 1)).join('\n---\n')}\n`

test('with second definitions, what is written opens nothing, whichever of them a cluster keeps', () => {
  const moved = new Map<string, number>()
  const mesh = anyMesh
  fc.assert(
    fc.property(
      fc.tuple(mesh, mesh).chain(([generated, other]) =>
        fc.record({
          generated: fc.constant(generated),
          other: fc.constant(other),
          picks: fc.array(fc.tuple(fc.nat(10_000), fc.nat(1000)), { minLength: 1, maxLength: 2 }),
          requests: fc.array(requestTo(generated), { minLength: 40, maxLength: 40 }),
        }),
      ),
      ({ generated, other, picks, requests }) => {
        const own = documentsOf(generated)
        const seconds = secondsFor(own, documentsOf(other), picks)
        const firsts = [...seconds.keys()]
        const files = [
          { path: 'a-mesh.yaml', text: text(own.filter((one) => !seconds.has(one))) },
          ...firsts.flatMap((first, index) => [
            { path: `b-first-${index}.yaml`, text: text([first]) },
            { path: `c-second-${index}.yaml`, text: text([seconds.get(first)!]) },
          ]),
        ]
        const translation = translate(files, { target: 'ambient' })
        const output = translation.output.files.flatMap(({ path, text: after, before, status }) =>
          status === 'removed' ? [] : [{ path, text: after ?? before ?? '' }],
        )
        if ((translation.emission.moves?.namespaces.length ?? 0) > 0)
          for (const { kind } of firsts) moved.set(kind, (moved.get(kind) ?? 0) + 1)
        for (let choice = 0; choice < 2 ** firsts.length; choice += 1) {
          const dropped = firsts.map((_, index) => `${(choice >> index) % 2 === 0 ? 'c-second' : 'b-first'}-${index}.yaml`)
          const kept = (list: readonly { readonly path: string; readonly text: string }[]) =>
            list.flatMap(({ path, text: whole }) => {
              const index = dropped.indexOf(path)
              return [{ path, text: index < 0 ? whole : without(whole, firsts[index]!) }]
            })
          const before = readManifests(kept(files)).mesh
          const after = readManifests(kept(output)).mesh
          for (const request of requests)
            for (const externalAllows of externalAnswers(before, after)) {
              const now = decide(after, request, { externalAllows })
              if (now.branches.every(({ verdict }) => verdict !== 'allowed')) continue
              const old = decide(before, request, { externalAllows })
              for (const [position, branch] of old.branches.entries()) {
                if (branch.verdict !== 'denied') continue
                const same = now.branches.find(({ workload }) => workload === branch.workload) ?? now.branches[position]
                if (same?.verdict === 'allowed' && !closedOnlyByAnonymity(before, request, branch, externalAllows))
                  throw new Error(
                    `wider: ${JSON.stringify(request)}\nwithout ${dropped.join(', ')}\n${files.map(({ path, text: one }) => `# ${path}\n${one}`).join('')}\nwritten:\n${output.map(({ path, text: one }) => `# ${path}\n${one}`).join('')}`,
                  )
              }
            }
        }
      },
    ),
    { numRuns: runs, seed },
  )
  if (process.env.SECOND_RUNS !== undefined) process.stdout.write(`moved something beside: ${JSON.stringify([...moved])}\n`)
  expect(moved.size).toBeGreaterThan(2)
}, 3_600_000)
