import type { verifyFormats } from '../../report/verify/index.ts'
import type { ClustersArguments } from '../options/clusters.ts'
import { type InputArguments, pathsOf } from '../options/input.ts'
import type { KustomizeArguments } from '../options/kustomize.ts'
import type { DetailArguments, OutputArguments } from '../options/output.ts'
import type { ReportFilesArguments } from '../options/report-files.ts'
import type { StrictInputArguments } from '../options/strict-input.ts'
import type { TargetArguments } from '../options/target.ts'
import type { TrafficArguments } from '../options/traffic.ts'
import type { VerifyArguments } from '../options/verify.ts'
import { UsageError } from '../process/errors.ts'

export interface FleetArguments
  extends InputArguments,
    ClustersArguments,
    StrictInputArguments,
    Omit<TargetArguments, 'to'>,
    VerifyArguments,
    TrafficArguments,
    DetailArguments,
    KustomizeArguments,
    ReportFilesArguments,
    OutputArguments<typeof verifyFormats> {
  readonly against?: string[] | undefined
}

/**
 * Refuses what is about one mesh. A list of accepted differences names requests, not clusters: what was accepted in one would be accepted in
 * all of them.
 */
export function requireClustersAlone(args: FleetArguments): void {
  if (pathsOf(args).length > 0) throw new UsageError('--cluster and paths exclude each other')
  const ofOne = (['context', 'against', 'accept', 'write-accept', 'baseline', 'expect', 'shard', 'order'] as const).find(
    (name) => args[name] !== undefined,
  )
  const option = ofOne ?? (args.states ? 'states' : args.traffic.length > 0 ? 'traffic' : undefined)
  if (option !== undefined) throw new UsageError(`--${option} is about one mesh: run verify for each cluster that needs it`)
}
