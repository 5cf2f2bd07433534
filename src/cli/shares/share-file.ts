import type { ShareFile } from '../../report/share/schema.ts'
import { comparedShare, type ShareNumber } from '../../verify/shares/share.ts'
import { pathsOf } from '../options/input.ts'
import type { KustomizeArguments } from '../options/kustomize.ts'
import { UsageError } from '../process/errors.ts'
import { packageVersion } from '../process/package-version.ts'
import type { Sides } from '../verify/verification.ts'
import { type ComparedArguments, comparedArguments, comparedDigest } from './compared-arguments.ts'

/** What `verify --shard` prints: what comparing found at its share of the destinations, and what was compared. */
export function shareFile(args: ComparedArguments & KustomizeArguments, sides: Sides, number: ShareNumber): ShareFile {
  if (args.context !== undefined) throw new UsageError('--shard and --context exclude each other: `merge` reads the manifests once more')
  if (pathsOf(args).includes('-')) throw new UsageError('--shard cannot read standard input: `merge` reads the manifests once more')
  if (sides.builds !== undefined && sides.builds.leaves.length > 0 && args.kustomize !== 'off')
    throw new UsageError('--shard does not compare builds of kustomizations: build them first, or give --kustomize off')
  const share = comparedShare(sides.before, sides.after, sides.options, number)
  return {
    schemaVersion: '1',
    unsidecar: packageVersion(),
    shard: { ...share.number },
    input: comparedDigest(args, sides),
    arguments: comparedArguments(args),
    destinations: share.destinations,
    answers: [...share.answers],
  }
}
