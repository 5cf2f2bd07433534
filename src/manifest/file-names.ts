/** What nearly every file system takes for one name. */
const longestName = 255

/** Room that a name made from names leaves for what others put after it. */
const longestMade = 200

/**
 * A file name made from the names of objects. Only what DNS names have is kept, so that a namespace called `../../x` names no other folder,
 * and in lower case, so that no two of them differ only in what some file systems do not tell apart.
 */
export function madeFileName(stem: string, extension: string): string {
  const plain = stem
    .toLowerCase()
    .replace(/[^a-z0-9._-]/g, '-')
    .replace(/^\.+/, '')
  return `${plain.slice(0, longestMade)}${extension}`
}

/** The name of a file beside another one, `mesh.yaml` to `mesh-ambient.yaml`; the stem gives way where the name gets too long. */
export function nameBeside(name: string, label: string): string {
  const stem = name.replace(/\.[^.]*$/, '')
  const end = `-${label}.yaml`
  let kept = stem
  while (new TextEncoder().encode(kept + end).length > longestName) kept = [...kept].slice(0, -1).join('')
  return kept + end
}
