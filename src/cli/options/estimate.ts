import { relative } from 'node:path'
import type { Argv } from 'yargs'
import { defaultTarget, type TargetName, targetNames } from '../../../translators/index.ts'
import { type ClusterFacts, factNames, readFact } from '../../estimate/choice/facts.ts'
import { defaultOwnerKeys } from '../../estimate/owners/owner-keys.ts'
import { defaultEstimateSettings, type EstimateSettings } from '../../estimate/settings/settings.ts'
import type { EarlierEstimate } from '../../estimate/since.ts'
import { type RepositoryOwners, repositoryOwners } from '../input/code-owners.ts'
import { optionFile } from '../input/comparison-input.ts'
import { UsageError } from '../process/errors.ts'
import { type InputArguments, pathsOf } from './input.ts'

export interface EstimateArguments {
  readonly to: readonly TargetName[]
  readonly weights?: string | undefined
  readonly fact: readonly ClusterFacts[]
  readonly codeowners?: string | undefined
  readonly 'owner-label': readonly string[]
  readonly since?: string | undefined
  readonly pseudonymise: boolean
  readonly 'what-if': boolean
}

/** One target, or several side by side. */
export function targetsOption<T>(yargs: Argv<T>): Argv<T & Pick<EstimateArguments, 'to'>> {
  return yargs.option('to', {
    choices: targetNames,
    array: true,
    nargs: 1,
    default: [defaultTarget],
    describe: 'what to translate to; several are put side by side',
    coerce: (names: TargetName[]) => [...new Set(names)],
  }) as unknown as Argv<T & Pick<EstimateArguments, 'to'>>
}

/** What the user may say about an estimate. */
export function estimateOptions<T>(yargs: Argv<T>): Argv<T & Omit<EstimateArguments, 'to'>> {
  return yargs
    .option('weights', {
      type: 'string',
      requiresArg: true,
      group: 'Estimate:',
      describe: 'a file with points by kind of work, and the points that a person does in a day (pointsPerDay)',
    })
    .option('fact', {
      type: 'string',
      array: true,
      nargs: 1,
      default: [] as string[],
      group: 'Estimate:',
      describe: `what decides between targets and stands in no manifest, NAME=VALUE: ${factNames.join(', ')}`,
      coerce: (texts: string[]) => texts.map(factOf),
    })
    .option('codeowners', {
      type: 'string',
      requiresArg: true,
      group: 'Estimate:',
      describe: 'who owns which files (default: CODEOWNERS of the repository that the first path is in)',
    })
    .option('what-if', {
      type: 'boolean',
      default: true,
      group: 'Estimate:',
      describe: 'try each decision, and older releases, with the translator (--no-what-if lists decisions and tries none)',
    })
    .option('pseudonymise', {
      type: 'boolean',
      default: false,
      group: 'Estimate:',
      describe: 'a pseudonym for every name, the same in every format; findings give titles in place of messages',
    })
    .option('since', {
      type: 'string',
      requiresArg: true,
      group: 'Estimate:',
      describe: 'an earlier report of estimate -o json: say what changed since',
    })
    .option('owner-label', {
      type: 'string',
      array: true,
      nargs: 1,
      default: [] as string[],
      group: 'Estimate:',
      describe: `label or annotation that names the owner of an object or a namespace (default: ${defaultOwnerKeys.join(', ')})`,
    }) as unknown as Argv<T & Omit<EstimateArguments, 'to'>>
}

function factOf(text: string): ClusterFacts {
  const fact = readFact(text)
  if ('problem' in fact) throw new UsageError(`--fact ${text}: ${fact.problem}`)
  return fact
}

/** All facts that were given; of two of one name the last counts. */
export function clusterFactsOf({ fact }: Pick<EstimateArguments, 'fact'>): ClusterFacts {
  return Object.assign({}, ...fact) as ClusterFacts
}

/** The file that `--weights` names, or the defaults where it names none, and where owners are looked for. */
export async function estimateSettingsOf(
  args: Omit<EstimateArguments, 'to'> & InputArguments,
  note: (text: string) => void,
): Promise<EstimateSettings> {
  const settings = await weightsOf(args)
  const repository = repositoryOwners(args.codeowners, pathsOf(args))
  if (repository !== undefined) note(skippedOwners(repository))
  const keys = args['owner-label']
  const ofFile = repository === undefined ? {} : { ofFile: repository.ofFile }
  return { ...settings, whatIf: args['what-if'], owners: { ...(keys.length === 0 ? {} : { keys }), ...ofFile } }
}

/** Lines of CODEOWNERS that say nothing: without a word about them the owners of a folder would be missing for no reason. */
function skippedOwners({ file, owners: { skipped } }: RepositoryOwners): string {
  if (skipped.length === 0) return ''
  const lines = skipped.map(({ line }) => line).join(', ')
  return `${relative('.', file)}: ${skipped.length === 1 ? 'line' : 'lines'} ${lines}: not valid in CODEOWNERS, so left out as GitHub does\n`
}

async function weightsOf({ weights }: Pick<EstimateArguments, 'weights'>): Promise<EstimateSettings> {
  if (weights === undefined) return defaultEstimateSettings
  // With the schema of the file comes zod, which nothing else needs.
  const { readSettings } = await import('../../estimate/settings/read-settings.ts')
  const settings = readSettings(optionFile('--weights', weights))
  if ('problem' in settings) throw new UsageError(`--weights ${weights} ${settings.problem}`)
  return settings
}

/** The report that `--since` names, for a target. */
export async function earlierEstimates({ since }: Pick<EstimateArguments, 'since'>): Promise<EarlierOf> {
  if (since === undefined) return () => undefined
  const { readEarlierEstimate } = await import('../../report/estimate/read-earlier.ts')
  const text = optionFile('--since', since)
  return (target) => {
    const earlier = readEarlierEstimate(text, target)
    if ('problem' in earlier) throw new UsageError(`--since ${since} ${earlier.problem}`)
    return earlier
  }
}

/** The earlier estimate of a target, where the user names one. */
export type EarlierOf = (target: TargetName) => EarlierEstimate | undefined
