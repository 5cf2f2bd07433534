/** A URL or a Git address such as `github.com/org/repo//path?ref=v1`. */
export function isRemote(path: string): boolean {
  return path.includes('://') || path.includes('?') || /^(?:git@|git::|[a-z0-9-]+\.(?:com|org|io)\/)/.test(path)
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

/** A path as seen from a folder. */
export function relativePath(folder: string, path: string): string {
  const from = folder === '' ? [] : joinPath('', folder).split('/')
  const to = joinPath('', path).split('/')
  let shared = 0
  while (shared < from.length && shared < to.length - 1 && from[shared] === to[shared]) shared += 1
  return [...from.slice(shared).map(() => '..'), ...to.slice(shared)].join('/')
}
