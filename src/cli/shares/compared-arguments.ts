import { createHash } from 'node:crypto'
import type { ShareFile } from '../../report/share/schema.ts'
import { type ComparisonArguments, targetsOf } from '../options/comparison.ts'
import { type InputArguments, pathsOf } from '../options/input.ts'
import type { StrictInputArguments } from '../options/strict-input.ts'
import type { TargetArguments } from '../options/target.ts'
import { packageVersion } from '../process/package-version.ts'
import type { Sides } from '../verify/verification.ts'

/** The arguments of `verify` that say what is compared. Those that say what to do with the answer are given to `merge`. */
export type ComparedArguments = InputArguments & StrictInputArguments & ComparisonArguments & Omit<TargetArguments, 'to'>

/** As a share has them, so that `merge` reads the same manifests in the same way. */
export function comparedArguments(args: ComparedArguments): ShareFile['arguments'] {
  const { recursive, namespace, against, waypoints, routes, assume } = args
  return {
    paths: pathsOf(args),
    recursive,
    namespace,
    'strict-input': args['strict-input'],
    to: targetsOf(args)[0],
    against,
    'istio-version': args['istio-version'],
    'gateway-api-version': args['gateway-api-version'],
    'gateway-api-channel': args['gateway-api-channel'],
    'cilium-version': args['cilium-version'],
    waypoints,
    routes,
    assume: [...assume],
    ...(args['regex-size'] === undefined ? {} : { 'regex-size': args['regex-size'] }),
    ...(args['allow-fail-open'] === true ? { 'allow-fail-open': true } : {}),
  }
}

/** A digest of what is compared: equal for two runs of one release with the same arguments and the same files on both sides. */
export function comparedDigest(args: ComparedArguments, { sets }: Sides): string {
  const files = [sets.before, sets.after].map((side) => side.map(({ path, text, unread }) => [path, text, unread ?? null]))
  return createHash('sha256')
    .update(JSON.stringify([packageVersion(), comparedArguments(args), files]))
    .digest('hex')
}
