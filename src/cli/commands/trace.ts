import type { Argv } from 'yargs'
import { decide } from '../../decide/decide.ts'
import { traceFormats } from '../../report/trace/index.ts'
import type { TraceReport } from '../../report/trace/report.ts'
import { isIncomplete, tellReading } from '../input/told-findings.ts'
import { type ComparisonArguments, comparisonOptions, otherSide } from '../options/comparison.ts'
import { type InputArguments, inputOptions } from '../options/input.ts'
import { type DetailArguments, detailOf, detailOptions, type OutputArguments, outputOption } from '../options/output.ts'
import { type RequestArguments, requestOptions } from '../options/request.ts'
import { type TargetArguments, translationOptions } from '../options/target.ts'
import { exitCodes } from '../process/exit-codes.ts'
import type { CommandBody, Run } from '../run.ts'
import { requestOfFlags } from '../verify/request-flags.ts'
import { tracedMeshes } from '../verify/traced-meshes.ts'

interface Arguments
  extends InputArguments,
    ComparisonArguments,
    Omit<TargetArguments, 'to'>,
    RequestArguments,
    DetailArguments,
    OutputArguments<typeof traceFormats> {}

export function traceCommand(run: Run): CommandBody<Arguments> {
  return {
    builder: (yargs: Argv) =>
      outputOption(detailOptions(translationOptions(comparisonOptions(requestOptions(inputOptions(yargs))))), traceFormats)
        .example('$0 trace manifests/ --from shop/web --to-service shop/cart:80 --path /admin', 'who lets it pass, and why')
        .epilogue(
          'The exit code is 0 whatever the verdict, 2 for wrong usage or unreadable input, 3 for an internal error.',
        ) as Argv<Arguments>,
    handler: async (args) => {
      const terminal = run.terminal(args)
      const traced = tracedMeshes(args, otherSide(args), terminal)
      const request = requestOfFlags(args, traced.meshes[0]!.mesh)
      const externalAllows = args.external === undefined ? undefined : args.external === 'allow'
      const options = { istio: args['istio-version'], ...(externalAllows === undefined ? {} : { externalAllows }) }
      const report: TraceReport = {
        request,
        ...(externalAllows === undefined ? {} : { externalAllows }),
        sides: traced.meshes.map(({ side, title, mesh }) => ({
          side,
          title,
          decision: decide(mesh, request, options),
        })),
      }
      await terminal.print(traceFormats[args.output], report, detailOf(args))
      tellReading(traced, args, terminal)
      const incomplete = isIncomplete(
        traced.meshes.map(({ mesh }) => mesh),
        traced.diagnostics,
      )
      const lacks = incomplete && !args.assume.includes('unread-reviewed')
      const internal = traced.diagnostics.some(({ stage }) => stage === 'internal')
      run.exitCode = internal ? exitCodes.internal : lacks ? exitCodes.usage : exitCodes.clean
    },
  }
}
