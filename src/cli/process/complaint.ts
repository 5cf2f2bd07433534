import type { ConfiguredOption } from '../run.ts'
import { suggestion } from './suggestion.ts'

/**
 * One short message about wrong usage, from what the argument parser says; `help` is the help text of the command, and `argv` are its arguments,
 * because the parser calls a word that nothing takes (`unsidecar explain US3001 US3002`) what it calls an option.
 */
export function usageComplaint(message: string, help: string, argv: readonly string[]): string {
  const unknown = /^Unknown arguments?: (.+)$/.exec(message)?.[1]?.split(', ')
  if (unknown === undefined) {
    const choice = /^Invalid values:\s+Argument: (\S+), Given: "(.*)", Choices: (.+)$/s.exec(message)
    if (choice !== null) return `\`--${choice[1]} ${choice[2]}\` is not possible; choose one of ${choice[3]!.replaceAll('"', '')}`
    const missing = /^Missing required argument: (\S+)$/.exec(message)
    if (missing !== null) return `\`--${missing[1]}\` is needed`
    return message
  }
  const options = new Set([...help.matchAll(/--([a-z][a-z-]*)/g)].map((match) => match[1]!))
  // The parser names a dashed option a second time in camel case.
  const names = unknown.filter((name) => !unknown.some((other) => other !== name && camel(other) === name))
  return names
    .map((name) => {
      if (argv.includes(name)) return `\`${name}\` is one word too many`
      const near = suggestion(name, options)
      return `there is no option \`--${name}\`${near === undefined ? '' : `; did you mean \`--${near}\`?`}`
    })
    .join('; ')
}

/** Where the options that a message names come from, for those that a configuration file has: they are not on the command line. */
export function configuredHints(message: string, configured: readonly ConfiguredOption[]): string[] {
  const named = new Set([...message.matchAll(/--([a-z][a-z-]*)/g)].map((match) => match[1]!))
  return configured
    .filter(({ option }) => named.has(option))
    .map(({ option, at }) => `--${option} is from ${at}; with --no-config no such file is read`)
}

function camel(name: string): string {
  return name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())
}
