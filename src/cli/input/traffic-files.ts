import type { Mesh } from '../../model/mesh.ts'
import type { SeenTraffic } from '../../traffic/seen-traffic.ts'
import type { Comparison } from '../../verify/comparison.ts'
import type { TrafficArguments } from '../options/traffic.ts'
import { UsageError } from '../process/errors.ts'
import { optionFile } from './comparison-input.ts'

/** What traffic says of a comparison of two meshes, which are asked for only where there is traffic. */
export type HoldTraffic = (comparison: Comparison, meshes: () => readonly [before: Mesh, after: Mesh]) => Comparison

/** For commands that look at no traffic. */
export const withoutTraffic: HoldTraffic = (comparison) => comparison

/** The traffic that `--traffic` names, ready to be held against a comparison. */
export async function trafficOf(args: TrafficArguments): Promise<HoldTraffic> {
  const { traffic: files } = args
  if (files.length === 0) return withoutTraffic
  const traffic = await seenTraffic(args)
  const { withTraffic } = await import('../../traffic/evidence.ts')
  return (comparison, meshes) => withTraffic(comparison, ...meshes(), { files, traffic })
}

/** What the files of `--traffic` say was sent. A file that is wrong in any part is wrong usage. */
export async function seenTraffic({ traffic: files }: TrafficArguments): Promise<readonly SeenTraffic[]> {
  if (files.length === 0) return []
  // With the schemas of the files comes zod, which nothing else needs.
  const { readTraffic } = await import('../../traffic/read-traffic.ts')
  return files.flatMap((file) => {
    const read = readTraffic(optionFile('--traffic', file), file)
    if ('problem' in read) throw new UsageError(`--traffic ${file} ${read.problem}`)
    return read.traffic
  })
}
