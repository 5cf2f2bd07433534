import { catalogue } from '../diagnostics/catalogue.ts'
import { type Diagnostic, diagnose, sortDiagnostics } from '../diagnostics/diagnostic.ts'
import { compareText, type Place } from '../diagnostics/place.ts'
import { groupOf } from '../model/api-group.ts'
import { chartValuesIn } from '../model/chart-values.ts'
import type { SourceObject } from '../model/object.ts'
import { sortUnread, type UnreadInput } from '../model/unread.ts'
import { carriedInput } from './carriers/carried-input.ts'
import { everyDefinition, namedTwice, saysTheSame } from './copies.ts'
import type { Copy, SecondDefinition } from './copy.ts'
import type { InputFile, SkippedDocument } from './input-file.ts'
import { KustomizationGraph } from './kustomization/graph.ts'
import { isKustomization, type Kustomization, readKustomization } from './kustomization/kustomization.ts'
import { kustomizedNamespaces } from './kustomization/namespaces.ts'
import { joinPath } from './kustomization/paths.ts'
import { kustomizeTransforms } from './kustomization/transforms.ts'
import type { ManifestSet } from './manifest-set.ts'
import { isMeantAsObject, isNamespacePatch, isPatch, isRecord, patchDirective } from './object/identity.ts'
import { identityProblem } from './object/identity-problem.ts'
import { isClusterScoped } from './object/scope.ts'
import { sourceObject, sourceValues } from './object/source-object.ts'
import { parseFile, skip } from './parse-file.ts'
import type { ReadMemory } from './read-memory.ts'
import { assumedNamespace, unplaced } from './unplaced.ts'
import { isManifestSource, unreadSources } from './unread/manifest-sources.ts'
import { unreadDocument, unreadFile, unreadItem } from './unread/unread-document.ts'
import { rootOf } from './yaml/node-place.ts'
import type { ParsedDocument, ParsedFile } from './yaml/parsed-file.ts'

export interface LoadOptions {
  /** The namespace of objects that name none; it wins over kustomizations. */
  readonly defaultNamespace?: string
  /** What an earlier reading left. */
  readonly memory?: ReadMemory | undefined
  /** As in the set; false where it is not given. */
  readonly namespacesInjected?: boolean
}

/**
 * Reads manifests from text. Never throws for bad input: what cannot be read is skipped with a diagnostic, and every document is either
 * skipped or has at least one object in the set. The order of `files` does not matter.
 */
export function loadManifests(files: readonly InputFile[], options: LoadOptions = {}): ManifestSet {
  const loading = new Loading(options)
  const sorted = [...files].sort((a, b) => compareText(a.path, b.path))
  const isRead = ({ path, unread }: InputFile) => unread === undefined && !isManifestSource(path)
  const readings = sorted.filter(isRead).map(({ path, text }) => parseFile(path, text, options.memory))
  const sources = sorted.flatMap((file) =>
    file.unread === undefined && isManifestSource(file.path) ? [{ file, unread: unreadSources(file) }] : [],
  )
  const unreadFiles = sorted.filter(({ unread }) => unread !== undefined)
  for (const { file, skipped, diagnostics, unread } of readings) {
    loading.skipped.push(...skipped)
    loading.unread.push(...unread)
    loading.diagnostics.push(...diagnostics)
    for (const document of file.documents) loading.findKustomization(file, document)
  }
  for (const { file } of readings) loading.readFile(file)
  loading.readNamespacePatches()
  loading.reportAssumedNamespaces()
  const parsed = readings.map(({ file }) => file)
  const all = everyDefinition(loading)
  const carried = carriedInput(all, loading.values)
  const graph = new KustomizationGraph(loading.kustomizations)
  return {
    files: parsed,
    objects: loading.objects,
    copies: loading.copies,
    seconds: loading.seconds,
    values: loading.values,
    namespacesInjected: options.namespacesInjected === true,
    kustomize: { graph, ...kustomizeTransforms(graph, all, parsed) },
    skipped: loading.skipped.sort((a, b) => compareText(a.span.file, b.span.file) || a.span.line - b.span.line || a.span.col - b.span.col),
    unread: sortUnread([
      ...loading.unread,
      ...unplaced(loading.assumed, loading.objects),
      ...carried.unread,
      ...unreadFiles.map(unreadFile),
      ...sources.flatMap(({ unread }) => unread),
    ]),
    unreadFiles: [...unreadFiles, ...sources.flatMap(({ file, unread }) => (unread.length > 0 ? [file] : []))],
    diagnostics: sortDiagnostics([
      ...loading.diagnostics,
      ...carried.diagnostics,
      ...sources.flatMap(({ unread }) => unread.map(({ what, span }) => diagnose(catalogue.manifestSource, span, { what }))),
    ]),
    documentCount: readings.reduce((sum, { file }) => sum + file.documents.length, 0),
  }
}

/** An object in a document: where it stands, and its position in a list. */
interface FoundObject {
  readonly value: Readonly<Record<string, unknown>>
  readonly item?: number
}

/** One run of reading, and what it has found so far. */
class Loading {
  readonly objects: SourceObject[] = []
  readonly values: SourceObject[] = []
  readonly copies: Copy[] = []
  readonly seconds: SecondDefinition[] = []
  readonly skipped: SkippedDocument[] = []
  readonly diagnostics: Diagnostic[] = []
  readonly unread: UnreadInput[] = []
  readonly #defaultNamespace: string | undefined
  readonly kustomizations: Kustomization[] = []
  readonly #patchFiles = new Set<string>()
  readonly #namespacePatches: { readonly file: ParsedFile; readonly document: ParsedDocument }[] = []
  readonly #known = new Map<string, SourceObject>()
  /** Objects that neither name a namespace nor get one of a kustomization. */
  readonly assumed: SourceObject[] = []
  #assumed = 0
  #firstAssumed: Place | undefined

  constructor(options: LoadOptions) {
    this.#defaultNamespace = options.defaultNamespace
  }

  findKustomization(file: ParsedFile, document: ParsedDocument): void {
    if (!isRecord(document.value) || !isKustomization(file, document.value)) return
    const kustomization = readKustomization(file, document, document.value)
    this.kustomizations.push(kustomization)
    for (const path of kustomization.patches) this.#patchFiles.add(path)
    this.#skip(file, document, 'kustomization', 'kustomizations are brought up to date, not translated')
  }

  readFile(file: ParsedFile): void {
    const namespaces = kustomizedNamespaces(file.path, this.kustomizations)
    const from = this.#assumed
    const ofPatches = this.#patchFiles.has(joinPath('', file.path))
    const saysPatch = file.text.includes(patchDirective)
    for (const document of file.documents) {
      if (document.skipped !== undefined) continue
      // Most files say nothing of patches, and the values of their documents need not be searched.
      if (ofPatches || !isRecord(document.value) || ((saysPatch || !document.isPlain) && isPatch(document.value)))
        this.#readPatch(file, document, namespaces, ofPatches)
      else this.#readDocument(file, document, namespaces)
    }
    if (namespaces.size > 1 && this.#assumed > from && this.#defaultNamespace === undefined) {
      const count = this.#assumed - from
      const names = [...namespaces].sort(compareText).map((name) => `\`${name}\``)
      this.#assumed = from
      this.diagnostics.push(diagnose(catalogue.namespaceAmbiguous, file.lines.span(0, 0), { count, namespaces: names.join(', ') }))
    }
  }

  /** A patch of a Namespace that is not in the input is all that is known of it: its labels decide who is in the mesh. */
  readNamespacePatches(): void {
    for (const { file, document } of this.#namespacePatches) {
      const { value } = document
      const known = isRecord(value) && isRecord(value.metadata) && this.#known.has(`/Namespace//${String(value.metadata.name)}`)
      if (!isRecord(value) || known) {
        this.#skip(file, document, 'patch', 'patches are applied by kustomize; what they change is not known here')
      } else this.#add(file, document, { value }, new Set())
    }
    if (this.#namespacePatches.length > 0) this.objects.sort((a, b) => compareText(a.ref.file, b.ref.file))
  }

  reportAssumedNamespaces(): void {
    if (this.#assumed > 0) this.diagnostics.push(diagnose(catalogue.namespaceAssumed, this.#firstAssumed, { count: this.#assumed }))
  }

  /** What may be a patch. */
  #readPatch(file: ParsedFile, document: ParsedDocument, namespaces: ReadonlySet<string>, ofPatches: boolean): void {
    if (ofPatches && isNamespacePatch(document.value)) this.#namespacePatches.push({ file, document })
    else if (ofPatches || isPatch(document.value))
      this.#skip(file, document, 'patch', 'patches are applied by kustomize; what they change is not known here')
    else this.#readDocument(file, document, namespaces)
  }

  #readDocument(file: ParsedFile, document: ParsedDocument, namespaces: ReadonlySet<string>): void {
    const { value } = document
    if (isRecord(value) && isListKind(value)) {
      this.#readList(file, document, value, namespaces)
      return
    }
    const problem = identityProblem(value, document)
    if (problem !== undefined && isRecord(value) && !isMeantAsObject(value) && chartValuesIn(value).length > 0) {
      this.values.push(sourceValues(file, document, value))
      this.#skip(file, document, 'not-kubernetes', "it has values of istiod's chart, which are read as settings of the mesh")
      return
    }
    if (problem !== undefined || !isRecord(value)) {
      this.diagnostics.push(diagnose(catalogue.notKubernetes, file.contentSpan(document.chunk), { problem: problem ?? 'it is not a map' }))
      if (isMeantAsObject(value)) this.unread.push(unreadDocument(file, document, 'invalid'))
      this.#skip(file, document, 'not-kubernetes', problem ?? 'it is not a map')
      return
    }
    this.#add(file, document, { value }, namespaces)
  }

  #readList(
    file: ParsedFile,
    document: ParsedDocument,
    list: Readonly<Record<string, unknown>> & { readonly items: readonly unknown[] },
    namespaces: ReadonlySet<string>,
  ): void {
    let read = 0
    for (const [item, bare] of list.items.entries()) {
      const value = withListType(bare, list)
      const problem = identityProblem(value, document, item)
      if (problem !== undefined || !isRecord(value)) {
        const [start, end] = rootOf(document, item)?.range ?? [0, 0]
        const span = file.lines.span(document.chunk.start + start, document.chunk.start + end)
        this.diagnostics.push(diagnose(catalogue.listItemNotRead, span, { problem: problem ?? 'it is not a map' }))
        if (isMeantAsObject(value)) this.unread.push(unreadItem(file, span))
        continue
      }
      this.#add(file, document, { value, item }, namespaces)
      read += 1
    }
    if (list.items.length === 0) this.#skip(file, document, 'empty', 'the list has no items')
    else if (read === 0) this.#skip(file, document, 'invalid', 'no item of the list could be read')
  }

  /** Adds an object to the set, or to the second definitions of one that is there. */
  #add(file: ParsedFile, document: ParsedDocument, { value, item }: FoundObject, namespaces: ReadonlySet<string>): void {
    const { namespace, assumed } = this.#namespaceOf(value, namespaces)
    const object = sourceObject({ file, document, value, namespace, item })
    const { ref } = object
    const key = `${groupOf(ref.apiVersion)}/${ref.kind}/${ref.namespace}/${ref.name}`
    const twin = this.#known.get(key)
    // Objects with a generated name never collide.
    const generated = isRecord(value.metadata) && value.metadata.name === undefined && value.metadata.generateName !== undefined
    if (twin !== undefined && !generated && saysTheSame(object, twin)) {
      this.copies.push({ of: twin.ref, object })
      this.diagnostics.push(diagnose(catalogue.sameObject, object.place.field('metadata').field('name'), namedTwice(object, twin)))
      return
    }
    if (twin !== undefined && !generated) {
      this.seconds.push({ first: twin, object })
      return
    }
    this.#known.set(key, object)
    this.objects.push(object)
    if (assumed) {
      this.#assumed += 1
      if (namespaces.size === 0) this.assumed.push(object)
      this.#firstAssumed ??= object.place.field('metadata')
    }
  }

  #namespaceOf(value: Readonly<Record<string, unknown>>, kustomized: ReadonlySet<string>): { namespace: string; assumed: boolean } {
    if (isClusterScoped(value.apiVersion as string, value.kind as string)) return { namespace: '', assumed: false }
    const explicit = isRecord(value.metadata) ? value.metadata.namespace : undefined
    if (typeof explicit === 'string' && explicit !== '') return { namespace: explicit, assumed: false }
    if (this.#defaultNamespace !== undefined) return { namespace: this.#defaultNamespace, assumed: false }
    const [only] = kustomized
    return only !== undefined && kustomized.size === 1
      ? { namespace: only, assumed: false }
      : { namespace: assumedNamespace, assumed: true }
  }

  #skip(file: ParsedFile, document: ParsedDocument, reason: SkippedDocument['reason'], detail: string): void {
    this.skipped.push(skip(file, document, reason, detail))
    document.skipped = reason
  }
}

function isListKind(value: Readonly<Record<string, unknown>>): value is Readonly<Record<string, unknown>> & { readonly items: unknown[] } {
  const { kind, apiVersion, items } = value
  return typeof kind === 'string' && typeof apiVersion === 'string' && kind.endsWith('List') && Array.isArray(items)
}

/** The items of a typed list such as ConfigMapList may leave out what the list's own type says. */
function withListType(item: unknown, list: Readonly<Record<string, unknown>>): unknown {
  if (!isRecord(item) || list.kind === 'List' || (item.kind !== undefined && item.apiVersion !== undefined)) return item
  return { apiVersion: list.apiVersion, kind: String(list.kind).slice(0, -'List'.length), ...item }
}
