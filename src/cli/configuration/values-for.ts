import { dirname, join, relative } from 'node:path'
import { catalogue } from '../../diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../diagnostics/diagnostic.ts'
import type { DeclaredOption } from '../options/declared.ts'
import type { Configuration, ConfiguredValue } from './configuration.ts'
import type { GivenOptions } from './given-options.ts'
import { commonOptions, pathOptions } from './taken-options.ts'

/** What the configuration says for one run of a command: what the command line says itself is left out. */
export interface ValuesForCommand {
  readonly values: readonly ConfiguredValue[]
  /** Values that the command does not take. */
  readonly diagnostics: readonly Diagnostic[]
}

const verdicts: ReadonlySet<string> = new Set(['wider', 'narrower', 'rerouted', 'undetermined', 'identified'])

/** The values of the section of a command, and those for all commands that it has an option for. Flags win. */
export function valuesFor(
  { path, shared, commands }: Configuration,
  command: string,
  declared: readonly DeclaredOption[],
  given: GivenOptions,
): ValuesForCommand {
  const own = commands.get(command) ?? []
  const all = [...own, ...shared.filter(({ option }) => !own.some((one) => one.option === option))]
  const left = all.filter(({ option }) => !(option in given.options) && !isReplaced(option, given))
  const twoSets = 'against' in given.options || left.some(({ option }) => option === 'against')
  const values: ConfiguredValue[] = []
  const diagnostics: Diagnostic[] = []
  for (const value of left) {
    const option = [...declared, ...commonOptions].find(({ name }) => name === value.option)
    if (option === undefined) continue
    const fitting = fittingValue(value, option, { path, twoSets, several: declared.some(({ name }) => name === 'against') })
    if ('problem' in fitting) {
      const where = own.includes(value) ? `commands.${command}.${value.option}` : value.option
      diagnostics.push(diagnose(catalogue.configurationInvalid, value.span, { path: where, problem: fitting.problem }))
    } else if (fitting.value !== undefined) values.push({ ...value, value: fitting.value })
  }
  return { values, diagnostics }
}

/** Whether the command line says something in its place: other paths, or the other side of a comparison. */
function isReplaced(option: string, { options, paths }: GivenOptions): boolean {
  if (option === 'filename') return paths || 'context' in options || 'cluster' in options
  if (option === 'to') return 'against' in options
  return option === 'against' && 'to' in options
}

interface Fitted {
  readonly path: string
  /** Whether two sets of manifests are compared. */
  readonly twoSets: boolean
  /** Whether the command takes several targets. */
  readonly several: boolean
}

/** A value as the command takes it; undefined where it is for other commands, as a verdict is for those that compare two sets. */
function fittingValue(
  { option: name, value }: ConfiguredValue,
  option: DeclaredOption,
  { path, twoSets, several }: Fitted,
): { readonly value: unknown } | { readonly problem: string } {
  const { choices, array = false } = option
  const list = [value].flat()
  const words =
    choices === undefined ? list : list.filter((one) => choices.includes(String(one)) && isMeant(name, String(one), choices, twoSets))
  if (words.length === 0) return { value: undefined }
  const placed = pathOptions.has(name) ? words.map((one) => pathFrom(path, String(one))) : words
  if (!array && placed.length > 1 && !(name === 'to' && several))
    return { problem: `has ${placed.length} values, and this command takes one` }
  const fitting = array ? placed : placed.length === 1 ? placed[0] : placed
  try {
    option.coerce?.(fitting as never)
  } catch (error) {
    return { problem: `is not valid: ${(error as Error).message}` }
  }
  return { value: fitting }
}

/** `fail-on` of `diff` takes severities for a conversion, and verdicts for a change. */
function isMeant(name: string, word: string, choices: readonly string[], twoSets: boolean): boolean {
  if (name !== 'fail-on' || !choices.includes('error') || !choices.includes('wider')) return true
  return verdicts.has(word) === twoSets
}

/** A path of the file, as one from the working directory. */
function pathFrom(file: string, path: string): string {
  if (path === '-' || path.startsWith('/')) return path
  return relative('.', join(dirname(file), path)) || '.'
}
