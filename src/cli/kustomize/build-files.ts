import { basename, join, resolve } from 'node:path'
import { parseAllDocuments } from 'yaml'

/** The files on disk that a build reads, as absolute paths, or what keeps it from being built without a network and plugins. */
export type BuildFiles = { readonly files: ReadonlySet<string> } | { readonly problem: string }

/**
 * Follows a kustomization through all that it names: other kustomizations, manifests, and files that are not manifests, such as the sources of
 * a ConfigMap. What is not there would be fetched by kustomize, so that it is not built at all.
 */
export function filesOfBuild(kustomization: string, tree: FileTree): BuildFiles {
  const search = new Search(tree)
  search.kustomization(resolve(kustomization))
  return search.problem === undefined ? { files: search.files } : { problem: search.problem }
}

/** The files that builds of kustomizations read, as absolute paths; of one that is not built, those that it names. */
export function filesOfAllBuilds(kustomizations: readonly string[], tree: FileTree): ReadonlySet<string> {
  const search = new Search(tree)
  for (const kustomization of kustomizations) search.kustomization(resolve(kustomization))
  return search.files
}

export function isKustomizationPath(path: string): boolean {
  return names.includes(basename(path))
}

/** Files by absolute path. */
export interface FileTree {
  kind(path: string): 'file' | 'folder' | undefined
  text(path: string): string
}

const names = ['kustomization.yaml', 'kustomization.yml', 'Kustomization']
const sources = ['resources', 'bases', 'components'] as const
const withConfiguration = ['generators', 'transformers', 'validators'] as const

class Search {
  readonly files = new Set<string>()
  problem: string | undefined
  readonly #tree: FileTree

  constructor(tree: FileTree) {
    this.#tree = tree
  }

  kustomization(path: string): void {
    if (this.files.has(path)) return
    this.files.add(path)
    const folder = join(path, '..')
    for (const value of this.#documents(path)) {
      if (typeof value !== 'object' || value === null) continue
      const fields = value as Record<string, unknown>
      if ('helmCharts' in fields || 'helmChartInflationGenerator' in fields) this.problem ??= 'it inflates Helm charts'
      for (const field of sources) for (const entry of textsIn(fields[field])) this.#source(folder, entry)
      for (const field of withConfiguration) for (const entry of listIn(fields[field])) this.#configuration(folder, entry)
      this.#named(folder, fields)
    }
  }

  #source(folder: string, entry: string): void {
    const path = resolve(folder, entry)
    const kind = this.#tree.kind(path)
    if (kind === undefined) this.problem ??= `\`${entry}\` is not a file or folder here, and builds use no network`
    else if (kind === 'file') this.files.add(path)
    else this.#folder(path, entry)
  }

  #folder(path: string, entry: string): void {
    const file = names.map((name) => join(path, name)).find((one) => this.#tree.kind(one) === 'file')
    if (file === undefined) this.problem ??= `\`${entry}\` has no kustomization`
    else this.kustomization(file)
  }

  /** The configuration of a plugin stands in a file, in a kustomization of its own, or in the list itself. */
  #configuration(folder: string, entry: string): void {
    if (entry.includes('\n')) return
    const path = resolve(folder, entry)
    const kind = this.#tree.kind(path)
    if (kind === undefined) this.problem ??= `\`${entry}\` is not a file or folder here, and builds use no network`
    else if (kind === 'folder') this.#folder(path, entry)
    else {
      this.files.add(path)
      for (const value of this.#documents(path)) this.#named(folder, value)
    }
  }

  /** Every text that names a file: `app.properties`, `key=config/app.properties`. */
  #named(folder: string, value: unknown): void {
    for (const text of textsIn(value)) {
      if (text.length > 1000 || text.includes('\n') || text.includes('\0')) continue
      for (const name of [text, text.slice(text.indexOf('=') + 1)]) {
        const path = resolve(folder, name)
        if (name !== '' && this.#tree.kind(path) === 'file') this.files.add(path)
      }
    }
  }

  #documents(path: string): unknown[] {
    try {
      const documents = parseAllDocuments(this.#tree.text(path), { prettyErrors: false, logLevel: 'silent' })
      return Array.isArray(documents) ? documents.map((document): unknown => document.toJS({ maxAliasCount: 100 })) : []
    } catch {
      this.problem ??= `\`${path}\` cannot be read`
      return []
    }
  }
}

function listIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((entry): entry is string => typeof entry === 'string') : []
}

/** Every text in a value, however deep. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}
