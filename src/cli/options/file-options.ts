/**
 * What an option names a file for. `manifests` are found below what it names, and are compared with what was found; `lists` are read as
 * they are; of a `folder` every file is read; a `program` is started, unless it is a word such as `auto`.
 */
export type FileUse = 'manifests' | 'lists' | 'folder' | 'program'

/** Options, and operands, that name files which a run reads. No file that the run writes takes the place of one. */
export const readOptions: ReadonlyMap<string, FileUse> = new Map<string, FileUse>([
  ['paths', 'manifests'],
  ['filename', 'manifests'],
  ['against', 'manifests'],
  ['cluster', 'manifests'],
  ['accept', 'lists'],
  ['baseline', 'lists'],
  ['codeowners', 'lists'],
  ['config', 'lists'],
  ['expect', 'lists'],
  ['kubeconfig', 'lists'],
  ['shares', 'lists'],
  ['since', 'lists'],
  ['traffic', 'lists'],
  ['weights', 'lists'],
  ['check', 'folder'],
  ['kustomize', 'program'],
])

/** Options that name what a run writes. */
export const writtenOptions: ReadonlySet<string> = new Set(['cache', 'output-dir', 'report', 'write-accept'])
