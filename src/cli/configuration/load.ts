import { readFileSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { declaredOptions } from '../options/declared.ts'
import { UsageError } from '../process/errors.ts'
import type { CommandEntry, Run } from '../run.ts'
import type { Configuration } from './configuration.ts'
import { findConfiguration } from './find.ts'
import { givenOptions } from './given-options.ts'
import type { OptionsOfCommands } from './schema.ts'

/** The configuration of a run, or what is wrong with its file. */
export type LoadedConfiguration =
  | { readonly configuration: Configuration }
  | { readonly path: string; readonly diagnostics: readonly Diagnostic[] }
  | { readonly refused: UsageError }

/** Reads the file that `--config` names, or the one that is found; undefined where there is none or `--no-config` is given. */
export async function loadConfiguration(
  argv: readonly string[],
  optionsOf: () => Promise<OptionsOfCommands>,
): Promise<LoadedConfiguration | undefined> {
  try {
    return await load(argv, optionsOf)
  } catch (error) {
    if (error instanceof UsageError) return { refused: error }
    throw error
  }
}

async function load(argv: readonly string[], optionsOf: () => Promise<OptionsOfCommands>): Promise<LoadedConfiguration | undefined> {
  const choice = givenOptions(argv, []).options.config
  if (choice === false) return undefined
  // A choice that is not clear must not end at the file that comes with the repository.
  if (Array.isArray(choice)) throw new UsageError('`--config` is given more than once')
  if (choice === '') throw new UsageError('--config needs a file (--no-config reads none)')
  const named = typeof choice === 'string' ? resolve(choice) : undefined
  const absolute = named ?? findConfiguration('.')
  if (absolute === undefined) return undefined
  const path = relative('.', absolute).replaceAll('\\', '/')
  const text = textOf(absolute, named === undefined ? path : `--config ${path}`)
  // With the schema of the file comes zod, which nothing else needs.
  const { readConfiguration } = await import('./read.ts')
  const result = readConfiguration(text, path, await optionsOf())
  if ('diagnostics' in result) return { path, diagnostics: result.diagnostics }
  return { configuration: { path, absolute, ...result.read } }
}

function textOf(file: string, name: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new UsageError(`${name} cannot be read: ${code === 'ENOENT' ? 'there is no such file' : (code ?? String(error))}`)
  }
}

/** The options of every command that is configured. */
export async function optionsOfCommands(commands: readonly CommandEntry[], run: Run): Promise<OptionsOfCommands> {
  const all = await Promise.all(
    commands.filter(takesConfiguration).map(async ({ name, load }) => [name, declaredOptions((await load())(run).builder)] as const),
  )
  return new Map(all.filter(([, options]) => options.length > 0))
}

/** Commands that speak of this program itself have nothing to configure, and a function of kustomize has its own configuration. */
export function takesConfiguration({ name }: Pick<CommandEntry, 'name'>): boolean {
  return !['explain', 'krm', 'completion', 'config'].includes(name)
}
