import { discover } from '../../src/manifest/disk/discover.ts'
import type { InputFile } from '../../src/manifest/input-file.ts'
import { loadManifests } from '../../src/manifest/load.ts'
import { folderOf } from '../../src/manifest/yaml/parsed-file.ts'
import type { SourceObject } from '../../src/model/object.ts'
import { readManifests } from '../../src/translate.ts'
import type { CorpusFile } from './corpus-file.ts'
import { type CountedResource, countedKinds, countedResources } from './counted.ts'
import { foldersAround, nearestFirst } from './folders.ts'
import { withoutVariants } from './variants.ts'

/** Manifests that are converted together, with those of their resources that count. */
export interface Sample {
  readonly corpus: string
  readonly name: string
  readonly files: readonly InputFile[]
  /** What is given with `-n`. */
  readonly namespace: string
  readonly counted: readonly CountedResource[]
}

/** What is taken of the folder of a resource: everything, or what goes with its file. */
export type SampleCut = 'folder' | 'file'

const pods = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job', 'CronJob', 'Pod', 'Rollout'])
/** What is taken from the folders around. */
const around = new Set([...pods, 'Service', 'ServiceAccount', 'Namespace', 'NetworkPolicy'])

/** The samples of a corpus: each resource that counts is in exactly one. The rules are at the top of `bench/report-corpora.ts`. */
export function samplesOf(corpus: string, cut: SampleCut): Sample[] {
  const files = discover([corpus]).files.map((file): CorpusFile => ({ file, objects: loadManifests([file]).objects }))
  const samples = new Map<string, Sample>()
  for (const one of files.filter(({ objects }) => objects.some(({ ref }) => countedKinds.has(ref.kind)))) {
    const placed = new Set<string>()
    let before = 0
    for (const folder of foldersAround(one.file.path, corpus)) {
      const within = files.filter((other) => other.file.path.startsWith(`${folder}/`) && mayGoWith(one, other))
      if (within.length === before || !within.some(({ objects }) => objects.some(({ ref }) => pods.has(ref.kind)))) continue
      before = within.length
      const together = filesWith(one, within, 'file')
      const namespace = namespaceOf(one, together)
      const found = countedIn(together, namespace).filter(({ file, id }) => file === one.file.path && !placed.has(id))
      for (const { id } of found) placed.add(id)
      if (found.length === 0) continue
      const name = `${cut === 'folder' ? folderOf(one.file.path) : one.file.path} in ${folder}`
      const taken = cut === 'folder' ? filesWith(one, within, cut) : together
      const counted = [...(samples.get(name)?.counted ?? []), ...found]
      samples.set(name, { corpus, name, files: taken.map(({ file }) => file), namespace: namespaceOf(one, taken), counted })
    }
  }
  return [...samples.values()]
}

function isBeside(one: CorpusFile, { file }: CorpusFile): boolean {
  return folderOf(file.path) === folderOf(one.file.path)
}

/** Files of its folder; and others with pods and what belongs to them, and without resources of Istio. */
function mayGoWith(one: CorpusFile, other: CorpusFile): boolean {
  return isBeside(one, other) || (other.objects.some(({ ref }) => around.has(ref.kind)) && !other.objects.some(isIstio))
}

function filesWith(one: CorpusFile, within: readonly CorpusFile[], cut: SampleCut): readonly CorpusFile[] {
  const sorted = nearestFirst(
    one,
    within.filter((other) => other !== one),
  )
  switch (cut) {
    case 'file':
      return withoutVariants([one], sorted)
    case 'folder':
      return withoutVariants([one, ...sorted.filter((other) => isBeside(one, other))], sorted)
  }
}

function isIstio({ ref }: SourceObject): boolean {
  return ref.apiVersion.includes('.istio.io/')
}

function countedIn(files: readonly CorpusFile[], defaultNamespace: string): readonly CountedResource[] {
  const { mesh } = readManifests(
    files.map(({ file }) => file),
    { defaultNamespace },
  )
  return countedResources(mesh)
}

/** What a user would give with `-n`: the one namespace that the file names, or else all files; `default` where there is none, or several. */
function namespaceOf(one: CorpusFile, files: readonly CorpusFile[]): string {
  return onlyNamespace([one]) ?? onlyNamespace(files) ?? 'default'
}

function onlyNamespace(files: readonly CorpusFile[]): string | undefined {
  const named = files.flatMap(({ objects }) =>
    objects.flatMap(({ ref, value }) => {
      const written = (value as { readonly metadata?: { readonly namespace?: unknown } }).metadata?.namespace
      return ref.kind === 'Namespace' ? [ref.name] : typeof written === 'string' ? [written] : []
    }),
  )
  const [only, ...more] = new Set(named.filter((name) => name !== 'istio-system'))
  return more.length > 0 ? undefined : only
}
