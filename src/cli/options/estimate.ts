import type { Argv } from 'yargs'
import { defaultEstimateSettings, type EstimateSettings } from '../../estimate/settings/settings.ts'
import { optionFile } from '../comparison-input.ts'
import { UsageError } from '../errors.ts'

export interface EstimateArguments {
  readonly weights?: string | undefined
}

/** What the user may say about an estimate. */
export function estimateOptions<T>(yargs: Argv<T>): Argv<T & EstimateArguments> {
  return yargs.option('weights', {
    type: 'string',
    requiresArg: true,
    group: 'Estimate:',
    describe: 'a file with points by kind of work, and the points that a person does in a day (pointsPerDay)',
  }) as Argv<T & EstimateArguments>
}

/** The file that `--weights` names; the defaults where it names none. */
export async function estimateSettingsOf({ weights }: EstimateArguments): Promise<EstimateSettings> {
  if (weights === undefined) return defaultEstimateSettings
  // With the schema of the file comes zod, which nothing else needs.
  const { readSettings } = await import('../../estimate/settings/read-settings.ts')
  const settings = readSettings(optionFile('--weights', weights))
  if ('problem' in settings) throw new UsageError(`--weights ${weights} ${settings.problem}`)
  return settings
}
