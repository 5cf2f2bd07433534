import { catalogue } from '../../diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../diagnostics/diagnostic.ts'
import { compareText, type ObjectRef } from '../../diagnostics/place.ts'
import type { Discovery } from '../../manifest/disk/discover.ts'
import type { InputFile } from '../../manifest/input-file.ts'
import { isRecord } from '../../manifest/object/identity.ts'
import { groupOf } from '../../model/api-group.ts'
import { workloadKinds } from '../../model/deciding-kinds.ts'
import { fieldsThatApplyLeaves } from '../../rollout/adoption.ts'
import type { Translation } from '../../translation.ts'
import { UsageError } from '../process/errors.ts'
import { type AppliedOver, appliedOver } from './applied-over.ts'
import { type ClusterKind, clusterKinds } from './cluster-kinds.ts'
import { askKubectl, type ClusterName, kubectlArguments, kubectlText } from './kubectl.ts'
import { clusterFolder, isMadeByAnother, isWanted, itemsIn, type LiveFile, liveFile } from './live-files.ts'

interface ClusterRead {
  readonly discovery: Discovery
  readonly live: ReadonlyMap<string, LiveFile>
  /** As `GROUP/KIND`: those that were listed, and those that the cluster does not have. */
  readonly readKinds: ReadonlySet<string>
}

/** A cluster as input: read once, however many targets it is translated to. Nothing in it is changed. */
export class ClusterSource {
  readonly #name: ClusterName
  readonly #namespace: string | undefined
  #read: ClusterRead | undefined

  constructor(name: ClusterName, namespace: string | undefined) {
    this.#name = name
    this.#namespace = namespace
  }

  /** What is asked of the cluster, as it is typed: which kinds there are, then those of them that may decide about requests. */
  commands(): readonly string[] {
    return [this.#listing(), ...clusterKinds.map((kind) => this.#getting(kind))].map(kubectlText)
  }

  discovery(): Discovery {
    return this.#all().discovery
  }

  /** What the cluster has when manifests are applied to it. */
  appliedOver(manifests: readonly InputFile[]): AppliedOver {
    const { live, discovery, readKinds } = this.#all()
    const unread = discovery.files.filter((file) => file.unread !== undefined)
    const wasAsked = ({ apiVersion, kind, name }: ObjectRef): boolean =>
      readKinds.has(`${groupOf(apiVersion)}/${kind}`) && isWanted({ kind, metadata: { name } })
    return appliedOver({ live: [...live.values()], unread, wasAsked }, manifests, this.#namespace)
  }

  /** What applying the output to this cluster would leave there: for that the fields are needed that the API server keeps beside an object. */
  findings({ input, emission }: Pick<Translation, 'input' | 'emission'>): Diagnostic[] {
    const { live } = this.#all()
    const objects = input.objects.map((object) => {
      const value = live.get(object.ref.file)?.value
      return value === undefined ? object : { ...object, value, annotations: annotationsOf(value) }
    })
    return fieldsThatApplyLeaves(objects, emission.changes)
  }

  #listing(): string[] {
    return kubectlArguments(this.#name, ['api-resources', '--verbs=list', '-o', 'name'])
  }

  #getting({ resource, clusterScoped }: ClusterKind): string[] {
    const where = clusterScoped ? [] : this.#namespace === undefined ? ['--all-namespaces'] : [`--namespace=${this.#namespace}`]
    // Since kubectl 1.21 the owners of fields, which server-side apply asks, are left out otherwise.
    return kubectlArguments(this.#name, ['get', resource, ...where, '-o', 'json', '--show-managed-fields'])
  }

  #all() {
    this.#read ??= this.#ask()
    return this.#read
  }

  #ask(): ClusterRead {
    const listed = askKubectl(this.#listing())
    const known = new Set(listed.text.split('\n').map((line) => line.trim()))
    if (listed.problem !== undefined && listed.text.trim() === '')
      throw new UsageError(`--context ${this.#name.context}: ${listed.problem}`)
    const answers = clusterKinds.map((kind) => ({ kind, ...this.#get(kind, known, listed.problem) }))
    const readKinds = new Set(answers.filter(({ problem }) => problem === undefined).map(({ kind }) => kind.kind))
    const folder = clusterFolder(this.#name.context)
    const files = answers
      .flatMap(({ kind, items }) =>
        items.filter((one) => isWanted(one) && !isMadeByRead(one, kind, readKinds)).map((one) => liveFile(one, kind, folder)),
      )
      .sort((a, b) => compareText(a.path, b.path))
    const unread = answers.flatMap(({ kind, problem }): [InputFile, Diagnostic][] =>
      problem === undefined
        ? []
        : [
            [
              this.#unreadFile(kind, folder, problem),
              diagnose(catalogue.clusterKindUnread, undefined, { resource: kind.resource, problem }),
            ],
          ],
    )
    if (files.length === 0 && unread.length === 0)
      throw new UsageError(`--context ${this.#name.context}: the cluster has no object that may decide about requests`)
    return {
      discovery: {
        files: [...files.map(({ path, text }) => ({ path, text })), ...unread.map(([file]) => file)],
        diagnostics: unread.map(([, finding]) => finding),
        roots: [],
        trees: [],
        unreadable: [],
      },
      live: new Map(files.map((file) => [file.path, file])),
      readKinds: new Set(answers.flatMap(({ kind, problem }) => (problem === undefined ? [`${groupOfResource(kind)}/${kind.kind}`] : []))),
    }
  }

  /** A kind that the cluster does not have has no objects, unless its API server could not list what it has. */
  #get(
    kind: ClusterKind,
    known: ReadonlySet<string>,
    listing: string | undefined,
  ): { items: readonly LiveFile['value'][]; problem?: string } {
    if (!known.has(kind.resource)) return listing === undefined ? { items: [] } : { items: [], problem: listing }
    const { text, problem } = askKubectl(this.#getting(kind))
    if (problem !== undefined) return { items: [], problem }
    const items = itemsIn(text)
    return items === undefined ? { items: [], problem: 'the answer is not a list of objects' } : { items }
  }

  #unreadFile({ resource, kind, clusterScoped }: ClusterKind, folder: string, unread: string): InputFile {
    const namespaces = clusterScoped ? [''] : this.#namespace === undefined ? 'any' : [this.#namespace]
    return { path: `${folder}/${resource}`, text: '', unread, reach: { kinds: [kind], namespaces } }
  }
}

/** A Pod of a Deployment that could not be read is all that is known of it. */
function isMadeByRead(value: LiveFile['value'], { kind }: ClusterKind, read: ReadonlySet<string>): boolean {
  return workloadKinds.has(kind) && isMadeByAnother(value, read)
}

function groupOfResource({ resource }: ClusterKind): string {
  return resource.includes('.') ? resource.slice(resource.indexOf('.') + 1) : ''
}

function annotationsOf({ metadata }: LiveFile['value']): Readonly<Record<string, string>> {
  const annotations = isRecord(metadata) && isRecord(metadata.annotations) ? metadata.annotations : {}
  return Object.fromEntries(Object.entries(annotations).map(([key, value]) => [key, String(value)]))
}
