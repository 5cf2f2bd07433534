import type { TargetName } from '../../../translators/index.ts'
import type { ClusterReport } from '../../report/fleet/fleet.ts'
import { fleetFormats } from '../../report/fleet/index.ts'
import { buildsText } from '../../report/translation/builds.ts'
import type { FindParts } from '../../verify/found-parts.ts'
import { tellReading } from '../input/told-findings.ts'
import { acceptNothing } from '../input/verification-files.ts'
import type { NamedCluster } from '../options/clusters.ts'
import { detailOf } from '../options/output.ts'
import { InputRefusedError, UsageError } from '../process/errors.ts'
import { type ExitCode, exitCodes } from '../process/exit-codes.ts'
import type { Terminal } from '../process/terminal.ts'
import { comparisonOfSides, sidesOf } from '../verify/verification.ts'
import { reportOfSides, verifyExitCode } from '../verify/verify-run.ts'
import { reportFiles } from '../written/report-files.ts'
import { writtenFiles } from '../written/written-tree.ts'
import type { FleetArguments } from './fleet-arguments.ts'

/** Verifies each cluster as a mesh of its own, and reports all of them together. The answer is the gravest exit code of any. */
export async function verifyFleet(args: FleetArguments, to: TargetName, terminal: Terminal, find?: FindParts): Promise<ExitCode> {
  const clusters: ClusterReport[] = []
  let worst: ExitCode = exitCodes.clean
  for (const cluster of args.cluster) {
    const { report, code } = verifiedCluster(cluster, args, to, { terminal, find })
    clusters.push({ name: cluster.name, report })
    if (code > worst) worst = code
  }
  const fleet = { clusters }
  await terminal.print(fleetFormats[args.output], fleet, detailOf(args))
  await writtenFiles(reportFiles(args.report, fleetFormats, fleet, { detail: detailOf(args) }))
  for (const { report } of clusters) {
    tellReading(report, args, terminal)
    if (report.builds !== undefined && !args.quiet) terminal.note(buildsText(report.builds, args.verbose ? 'full' : 'brief'))
  }
  return worst
}

interface With {
  readonly terminal: Terminal
  readonly find: FindParts | undefined
}

function verifiedCluster({ name, paths }: NamedCluster, args: FleetArguments, to: TargetName, { terminal, find }: With) {
  try {
    const sides = sidesOf({ ...args, paths: [...paths] }, { to }, terminal, acceptNothing, find)
    const report = reportOfSides(sides, comparisonOfSides(sides, find), args)
    return { report, code: verifyExitCode(report, sides.broken) }
  } catch (error) {
    if (error instanceof InputRefusedError) throw new InputRefusedError(`cluster ${name}: ${error.message}`, error.wayOut)
    if (error instanceof UsageError) throw new UsageError(`cluster ${name}: ${error.message}`)
    throw error
  }
}
