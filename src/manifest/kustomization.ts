import { baseNameOf, folderOf, type ParsedDocument, type ParsedFile } from './parsed-file.ts'

/** What this tool needs to know of a kustomization file. */
export interface Kustomization {
  readonly file: ParsedFile
  readonly document: ParsedDocument
  readonly folder: string
  readonly namespace?: string
  /** `resources`, `bases` and `components`, as normalised paths; remote ones are left out. */
  readonly resources: ReadonlySet<string>
  /** True when some of its objects come from elsewhere: remote bases, Helm charts, generators of its own. */
  readonly remote: boolean
  /** Files named in `patches`, `patchesStrategicMerge` and `patchesJson6902`. */
  readonly patches: ReadonlySet<string>
}

const fileNames: ReadonlySet<string> = new Set(['kustomization.yaml', 'kustomization.yml', 'Kustomization'])

/** True for kustomization files and for anything that says it is one, such as a Component. */
export function isKustomization(file: ParsedFile, value: Readonly<Record<string, unknown>>): boolean {
  const apiVersion = value.apiVersion
  if (typeof apiVersion === 'string') return apiVersion.startsWith('kustomize.config.k8s.io/')
  return fileNames.has(baseNameOf(file.path)) && (value.kind === undefined || value.kind === 'Kustomization')
}

export function readKustomization(file: ParsedFile, document: ParsedDocument, value: Readonly<Record<string, unknown>>): Kustomization {
  const folder = folderOf(file.path)
  const listed = (names: readonly string[]) =>
    names.flatMap((name) => (Array.isArray(value[name]) ? (value[name] as unknown[]) : [])).flatMap((entry) => pathOf(entry, folder))
  const namespace = value.namespace
  const remote = ['resources', 'bases', 'components'].some((name) => {
    const entries = value[name]
    return Array.isArray(entries) && entries.some((entry) => typeof entry === 'string' && isRemote(entry))
  })
  return {
    file,
    document,
    folder,
    remote: remote || 'helmCharts' in value || 'generators' in value,
    ...(typeof namespace === 'string' && namespace !== '' ? { namespace } : {}),
    resources: new Set(listed(['resources', 'bases', 'components'])),
    patches: new Set(listed(['patches', 'patchesStrategicMerge', 'patchesJson6902'])),
  }
}

function pathOf(entry: unknown, folder: string): string[] {
  const path = typeof entry === 'object' && entry !== null ? (entry as Record<string, unknown>).path : entry
  if (typeof path !== 'string' || path.includes('\n') || isRemote(path)) return []
  return [joinPath(folder, path)]
}

/** A URL or a Git address such as `github.com/org/repo//path?ref=v1`. */
function isRemote(path: string): boolean {
  return path.includes('://') || path.includes('?') || /^(?:git@|[a-z0-9-]+\.(?:com|org|io)\/)/.test(path)
}

/** Resolves `.` and `..` without a file system. */
export function joinPath(folder: string, path: string): string {
  const absolute = path.startsWith('/') || folder.startsWith('/')
  const parts: string[] = []
  for (const part of (path.startsWith('/') ? path : `${folder}/${path}`).split('/')) {
    if (part === '' || part === '.') continue
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop()
    else if (part !== '..' || !absolute) parts.push(part)
  }
  return `${absolute ? '/' : ''}${parts.join('/')}`
}

/**
 * The namespaces that kustomizations give the objects of a file: that of its own folder, else those of the kustomizations that list the
 * file or its folder, directly or through other kustomizations.
 */
export function kustomizedNamespaces(path: string, kustomizations: readonly Kustomization[]): ReadonlySet<string> {
  const found = new Set<string>()
  const visited = new Set<Kustomization>()
  const climb = (users: readonly Kustomization[]) => {
    for (const user of users) {
      if (visited.has(user)) continue
      visited.add(user)
      if (user.namespace !== undefined) found.add(user.namespace)
      else climb(kustomizations.filter((other) => other.resources.has(user.folder) || other.resources.has(user.file.path)))
    }
  }
  const folder = folderOf(path)
  const normal = joinPath('', path)
  const own = kustomizations.filter((one) => one.folder === folder && one.namespace !== undefined)
  climb(
    own.length > 0
      ? own
      : kustomizations.filter((one) => one.folder === folder || one.resources.has(normal) || one.resources.has(joinPath('', folder))),
  )
  return found
}
