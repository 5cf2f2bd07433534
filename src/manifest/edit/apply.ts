import { compareText, type ObjectRef, type Place } from '../../diagnostics/place.ts'
import type { Change, Edit } from '../../model/change.ts'
import { copiesBeside, definitions, withCopies } from '../copies.ts'
import { madeFileName, nameBeside } from '../file-names.ts'
import { kustomizationEdits, type NewFile } from '../kustomization/edits.ts'
import { joinPath } from '../kustomization/paths.ts'
import type { ManifestSet } from '../manifest-set.ts'
import type { DocumentAccount, OutputFile, OutputTree } from '../output-tree.ts'
import { baseNameOf, folderOf, ParsedFile } from '../yaml/parsed-file.ts'
import { FileChanges } from './file-changes.ts'
import { type Addition, additionsOf, documentText, refOf } from './objects-to-add.ts'

export interface ApplyOptions {
  /** What the names of new files beside JSON files and lists end in, such as the target's name. */
  readonly label?: string
}

/**
 * Applies changes to the text of a manifest set. Documents that no change names keep their bytes; the order of changes leaves no trace.
 * `set.objects` decides what counts as skipped: documents without an object in it. Changes that contradict each other throw.
 */
export function applyChanges(set: ManifestSet, changes: readonly Change[], options: ApplyOptions = {}): OutputTree {
  return new Application(set, options.label ?? 'migrated').run(changes)
}

class Application {
  readonly #set: ManifestSet
  readonly #label: string
  readonly #files = new Map<string, FileChanges>()
  readonly #newFiles = new Map<string, { texts: string[]; readonly file: NewFile }>()
  readonly #added: { ref: ObjectRef; file: string }[] = []

  constructor(set: ManifestSet, label: string) {
    this.#set = set
    this.#label = label
    for (const file of set.files) this.#files.set(file.path, new FileChanges(parsed(file)))
  }

  run(wanted: readonly Change[]): OutputTree {
    const changes = withCopies(wanted, this.#set.copies)
    const removals = changes.filter((change) => change.kind === 'remove')
    for (const { target } of removals) this.#changesOf(target.file).remove(target)
    for (const change of changes)
      if (change.kind === 'edit') this.#changesOf(change.target.file).edit(change.target, this.#editsIn(change.target, change.edits))
    for (const addition of additionsOf(this.#set, changes)) {
      this.#add(addition, addition.change.causes)
      for (const { place } of copiesBeside(addition.change, this.#set.copies)) this.#add(addition, [place])
    }

    this.#updateKustomizations(this.#removedFiles())
    const outputs: OutputFile[] = []
    const edited = new Map<string, ReadonlySet<number>>()
    for (const [path, pending] of this.#files) {
      const done = pending.finish()
      outputs.push(done.output)
      edited.set(path, done.edited)
      for (const ref of done.added) this.#added.push({ ref, file: path })
    }
    for (const [path, { texts }] of this.#newFiles) outputs.push({ path, status: 'added', text: texts.join('---\n') })
    return {
      files: outputs.sort((a, b) => compareText(a.path, b.path)),
      account: this.#account(edited),
      added: this.#added.sort(
        (a, b) =>
          compareText(a.file, b.file) ||
          a.ref.document - b.ref.document ||
          compareText(a.ref.kind, b.ref.kind) ||
          compareText(a.ref.name, b.ref.name),
      ),
    }
  }

  /** In a patch of a kustomization a field goes by a `null`: left out of the patch, it would stay in what is patched. */
  #editsIn({ file }: ObjectRef, edits: readonly Edit[]): readonly Edit[] {
    const path = joinPath('', file)
    if (!this.#set.kustomize.graph.all.some(({ patches }) => patches.has(path))) return edits
    return edits.map((edit) => (edit.op === 'delete' ? { op: 'set', path: edit.path, value: null } : edit))
  }

  #changesOf(path: string): FileChanges {
    const changes = this.#files.get(path)
    if (changes === undefined) throw new Error(`a change names the file ${path}, which is not in the input`)
    return changes
  }

  #add(addition: Addition, causes: readonly Place[]): void {
    const { separateFile } = addition.change
    const cause = causes.find(({ object }) => this.#files.has(object.file))?.object
    if (cause !== undefined && separateFile === undefined && this.#takesDocuments(cause)) {
      this.#changesOf(cause.file).add(cause.document, addition)
      return
    }
    const folder = cause === undefined ? this.#commonFolder() : folderOf(cause.file)
    const name =
      separateFile !== undefined
        ? madeFileName(separateFile.replace(/\.yaml$/, ''), '.yaml')
        : cause === undefined
          ? `${this.#label}.yaml`
          : nameBeside(baseNameOf(cause.file), this.#label)
    const path = inFolder(folder, name)
    const there = this.#files.get(path)
    if (there !== undefined && there.file.documents.length > 0) {
      there.add(there.file.documents.length - 1, addition)
      return
    }
    const texts = this.#newFile({ path, neighbour: cause?.file })
    this.#added.push({ ref: refOf(addition.object, path, texts.length), file: path })
    texts.push(documentText(addition.object, addition.reasons))
  }

  /** False for JSON files and for documents that hold a list: a new document does not go there. */
  #takesDocuments({ file, item }: ObjectRef): boolean {
    return item === undefined && !file.endsWith('.json')
  }

  #newFile(file: NewFile): string[] {
    const there = this.#newFiles.get(file.path)
    if (there !== undefined) return there.texts
    const texts: string[] = []
    this.#newFiles.set(file.path, { texts, file })
    return texts
  }

  #removedFiles(): ReadonlySet<string> {
    const gone = [...this.#files.values()].filter((pending) => pending.isRemoved())
    return new Set(gone.map(({ file }) => joinPath('', file.path)))
  }

  #updateKustomizations(removed: ReadonlySet<string>): void {
    const kustomizations = this.#set.kustomize.graph.all
    if (kustomizations.length === 0) return
    const added = [...this.#newFiles.values()].map(({ file }) => file).sort((a, b) => compareText(a.path, b.path))
    for (const kustomization of kustomizations) {
      const edits = kustomizationEdits(kustomization, added, removed)
      if (edits.length > 0) this.#changesOf(kustomization.file.path).edit({ document: kustomization.document.index }, edits)
    }
  }

  /** The deepest folder that all input files share. */
  #commonFolder(): string {
    const folders = this.#set.files.map(({ path }) => folderOf(path).split('/'))
    const [first = []] = folders
    const depth = first.findIndex((part, index) => folders.some((folder) => folder[index] !== part))
    return first.slice(0, depth === -1 ? first.length : depth).join('/')
  }

  #account(edited: ReadonlyMap<string, ReadonlySet<number>>): DocumentAccount {
    const withObjects = new Map<string, Set<number>>()
    for (const { ref } of definitions(this.#set))
      withObjects.set(ref.file, (withObjects.get(ref.file) ?? new Set<number>()).add(ref.document))
    const account = { read: 0, translated: 0, kept: 0, removed: 0, skipped: 0 }
    for (const [path, pending] of this.#files) {
      for (const document of pending.file.documents) {
        account.read += 1
        if (!withObjects.get(path)?.has(document.index)) account.skipped += 1
        else if (pending.removes(document)) account.removed += 1
        else if (edited.get(path)?.has(document.index)) account.translated += 1
        else account.kept += 1
      }
    }
    return account
  }
}

function parsed(file: ManifestSet['files'][number]): ParsedFile {
  if (!(file instanceof ParsedFile)) throw new Error(`the file ${file.path} does not come from loadManifests`)
  return file
}

function inFolder(folder: string, name: string): string {
  return folder === '' ? name : folder === '/' ? `/${name}` : `${folder}/${name}`
}
