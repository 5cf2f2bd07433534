import { nodeDisk } from '../../manifest/disk/disk.ts'
import { isInside, realPath } from '../../manifest/disk/paths.ts'
import { UsageError } from '../process/errors.ts'

/** Options that name a folder which holds what convert writes and nothing else. */
export interface OutputFolders {
  readonly 'output-dir'?: string | undefined
  readonly check?: string | undefined
}

/** Files of a cache in such a folder are foreign to it: the next run would refuse to write there, or find that the folder differs. */
export function refuseCacheInOutput(cache: string, folders: OutputFolders): void {
  for (const option of ['output-dir', 'check'] as const) {
    const folder = folders[option]
    if (folder !== undefined && isInside(realPath(cache, nodeDisk), realPath(folder, nodeDisk)))
      throw new UsageError(
        `--cache ${cache} lies in --${option} ${folder}, which holds nothing but the output; name a folder outside of it`,
      )
  }
}
