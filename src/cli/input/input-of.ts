import { type Discovery, discover } from '../../manifest/disk/discover.ts'
import { requireOneInput } from '../options/context.ts'
import { discoveryOf, type InputArguments, pathsOf } from '../options/input.ts'

/** What a command is to read: files, or what a cluster has. */
export function inputOf(args: InputArguments): Discovery {
  const paths = pathsOf(args)
  requireOneInput(args, paths)
  return args.live === undefined ? discover(paths, discoveryOf(args)) : args.live.discovery()
}
