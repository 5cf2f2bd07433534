import type { ShareFile } from '../../report/share/schema.ts'
import { optionFile } from '../input/comparison-input.ts'
import { UsageError } from '../process/errors.ts'
import { packageVersion } from '../process/package-version.ts'

/** The shares of one comparison, all of them, in the order of their numbers. */
export async function readShares(paths: readonly string[]): Promise<readonly [ShareFile, ...ShareFile[]]> {
  if (paths.length === 0) throw new UsageError('nothing to merge: name the files that `verify --shard` wrote')
  // With the schemas of shares comes zod, which few commands need.
  const { readShare } = await import('../../report/share/read-share.ts')
  const named = paths.map((path) => {
    const share = readShare(optionFile('share', path), packageVersion())
    if ('problem' in share) throw new UsageError(`share ${path} ${share.problem}`)
    return { path, share }
  })
  const [first] = named
  const { of } = first!.share.shard
  const known = new Map<number, string>()
  for (const { path, share } of named) {
    if (share.input !== first!.share.input)
      throw new UsageError(`${first!.path} and ${path} are of different comparisons: their manifests or arguments are not the same`)
    const { index } = share.shard
    if (share.shard.of !== of) throw new UsageError(`${first!.path} is one of ${of} shares, and ${path} one of ${share.shard.of}`)
    const other = known.get(index)
    if (other !== undefined) throw new UsageError(`${other} and ${path} are both share ${index} of ${of}`)
    known.set(index, path)
  }
  const missing = Array.from({ length: of }, (_, at) => at + 1).filter((index) => !known.has(index))
  if (missing.length > 0)
    throw new UsageError(`of ${of} shares ${missing.length === 1 ? 'one is' : 'some are'} missing: ${missing.join(', ')}`)
  const shares = named.map(({ share }) => share).sort((a, b) => a.shard.index - b.shard.index)
  return shares as [ShareFile, ...ShareFile[]]
}
