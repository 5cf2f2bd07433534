import { expect, test } from 'vitest'
import type { InputFile } from '../../src/manifest/input-file.ts'
import { readManifests, translate } from '../../src/translate.ts'
import { verifyTranslation } from '../../src/verify/verify.ts'
import { outputFiles } from '../golden/outcome.ts'
import { mutantKinds } from '../mutants/kinds.ts'
import { randomFrom } from '../mutants/random.ts'
import { isAssumedAbsent } from '../property/assumed-absent.ts'
import { damagedFiles } from '../property/damaged-files.ts'
import { hiddenIn } from '../property/hidden-requests.ts'
import { openedRequests } from '../property/opened-requests.ts'
import { corporaArePresent } from './corpora.ts'
import { type Folder, folders, manifestIn } from './folders.ts'
import { requestsIn } from './requests.ts'

/** `CORPORA_RUNS=all` asks every folder of the corpora, and each kind of document in it; `CORPORA_SEED` asks for others. */
const seed = Number(process.env.CORPORA_SEED ?? 1)
const random = randomFrom(seed)
const sampled = process.env.CORPORA_RUNS === 'all' ? folders() : sample(folders(), Number(process.env.CORPORA_RUNS ?? 6))
const requestsPerMesh = 40

function sample(list: readonly Folder[], count: number): Folder[] {
  return list.length === 0 ? [] : Array.from({ length: count }, () => list[Math.floor(random() * list.length)]!)
}

const ways = ['removed', 'template', 'cut'] as const

function filesOf(documents: readonly string[]): InputFile[] {
  return documents.map((text, index) => ({ path: `${index}.yaml`, text: `${text}\n` }))
}

/** One document of each kind, chosen at random. */
function chosen({ documents }: Folder): number[] {
  const byKind = new Map<string, number[]>()
  for (const [index, text] of documents.entries()) {
    const kind = manifestIn(text)?.kind
    if (kind !== undefined) byKind.set(kind, [...(byKind.get(kind) ?? []), index])
  }
  const kinds = [...byKind.values()].map((own) => own[Math.floor(random() * own.length)]!)
  return process.env.CORPORA_RUNS === 'all' ? kinds : kinds.slice(0, 4)
}

function damaged(text: string, way: (typeof ways)[number]): string | undefined {
  if (way === 'removed') return undefined
  return way === 'template' ? `{{- if .Values.on }}\n${text}\n{{- end }}` : `${text.trimEnd().slice(0, -3)}: }"[`
}

test.skipIf(!corporaArePresent)(
  'a document of real manifests that is put back beside the output opens nothing',
  { timeout: 3_600_000 },
  () => {
    let asked = 0
    const wider: string[] = []
    for (const folder of sampled)
      for (const index of chosen(folder))
        for (const way of ways) {
          const whole = folder.documents[index]!
          const broken = damaged(whole, way)
          const others = folder.documents.filter((_, at) => at !== index)
          const input = [...filesOf(others), ...(broken === undefined ? [] : [{ path: 'one.yaml', text: `${broken}\n` }])]
          const translation = translate(input, { target: 'ambient', defaultNamespace: 'default' })
          const output = outputFiles(translation).filter(({ path }) => path !== 'one.yaml')
          const before = readManifests(filesOf(folder.documents), { defaultNamespace: 'default' }).mesh
          const after = readManifests([...output, { path: 'one.yaml', text: `${whole}\n` }], { defaultNamespace: 'default' }).mesh
          const [opened] = openedRequests(before, after, requestsIn(before, random, requestsPerMesh))
          asked += 1
          if (opened === undefined) continue
          if (way === 'removed' && isAssumedAbsent(manifestIn(whole)!, verifyTranslation(translation).assumptions, () => after)) continue
          wider.push(`${folder.path}, ${way}\n${whole}\n${JSON.stringify(opened)}`)
        }
    expect(asked).toBeGreaterThan(0)
  },
)

test.skipIf(!corporaArePresent)(
  'what only the output for real manifests lets in is never inside a doubt alone',
  { timeout: 3_600_000 },
  () => {
    for (const folder of sampled) {
      const translation = translate(filesOf(folder.documents), { target: 'ambient', defaultNamespace: 'default' })
      const before = readManifests(filesOf(folder.documents), { defaultNamespace: 'default' }).mesh
      const kind = mutantKinds[Math.floor(random() * mutantKinds.length)]!
      const requests = requestsIn(before, random, requestsPerMesh)
      for (const files of [outputFiles(translation), damagedFiles(translation, kind, random)])
        hiddenIn({ before, after: readManifests(files, { defaultNamespace: 'default' }).mesh }, requests, folder.path)
    }
    expect(sampled.length).toBeGreaterThan(0)
  },
)
