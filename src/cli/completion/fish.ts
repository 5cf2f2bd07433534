import type { CompletedCommand, CompletedOption } from './option-table.ts'

/** A completion for fish: one line for each word. Nothing in it starts Node. */
export function fishCompletion(commands: readonly CompletedCommand[]): string {
  const lines = commands.flatMap((command) => {
    const within = `-n ${quoted(`__fish_seen_subcommand_from ${command.name}`)}`
    return [
      `-f -n __fish_use_subcommand -a ${command.name} -d ${quoted(command.describe)}`,
      command.operands === 'paths' ? `${within} -F` : `${within} -f -a ${quoted(command.operands.join(' '))}`,
      ...command.options.map((option) => `${within} ${optionOf(option)}`),
    ]
  })
  const all = ['unsidecar', 'kubectl-unsidecar'].flatMap((program) => lines.map((line) => `complete -c ${program} ${line}\n`))
  return `# fish completion for unsidecar: unsidecar completion fish > ~/.config/fish/completions/unsidecar.fish\n${all.join('')}`
}

function optionOf({ name, alias, describe, takes }: CompletedOption): string {
  const flags = `${alias === undefined ? '' : `-s ${alias} `}-l ${name}`
  const value = takes === 'none' ? '' : takes === 'anything' ? ' -r -F' : ` -x -a ${quoted(takes.join(' '))}`
  return `${flags}${value} -d ${quoted(describe)}`
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}
