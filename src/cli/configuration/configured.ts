import type { Argv } from 'yargs'
import { findingsText, positionText } from '../../report/findings/text.ts'
import { declaredOptions } from '../options/declared.ts'
import { UsageError } from '../process/errors.ts'
import type { Run } from '../run.ts'
import { givenOptions } from './given-options.ts'
import type { LoadedConfiguration } from './load.ts'
import { valuesFor } from './values-for.ts'

/** Gives a command the values of the configuration for what its arguments do not say. */
export function withConfiguration(
  name: string,
  builder: (yargs: Argv) => unknown,
  loaded: LoadedConfiguration,
  argv: readonly string[],
  run: Run,
): (yargs: Argv) => Argv {
  return (yargs) => {
    const built = builder(yargs) as Argv
    if (argv.some((arg) => ['--help', '-h', '--version'].includes(arg))) return built
    if ('refused' in loaded) throw loaded.refused
    if ('diagnostics' in loaded) throw notValid(loaded, run)
    const { configuration } = loaded
    const declared = declaredOptions(builder)
    const { values, diagnostics } = valuesFor(configuration, name, declared, givenOptions(argv, declared))
    if (diagnostics.length > 0) throw notValid({ path: configuration.path, diagnostics }, run)
    run.configured = values.map(({ option, span }) => ({ option, at: positionText(span) }))
    return built.config(Object.fromEntries(values.map(({ option, value }) => [option, value])))
  }
}

/** Says what is wrong with the file, and gives the error that ends the run. */
export function notValid({ path, diagnostics }: Extract<LoadedConfiguration, { path: string }>, run: Run): UsageError {
  const terminal = run.terminal({})
  terminal.note(findingsText(diagnostics, { paint: terminal.colors, detail: 'full' }))
  return new UsageError(`${path} is not valid`)
}
