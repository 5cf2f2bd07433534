import type { CompletedCommand, CompletedOption } from './option-table.ts'

/**
 * A completion for bash. Everything that it offers is in it, so that a key press does not start Node. `=` divides words in bash, so
 * `--to=amb` comes as three of them.
 */
export function bashCompletion(commands: readonly CompletedCommand[]): string {
  const names = commands.map(({ name }) => name)
  return `# bash completion for unsidecar: source <(unsidecar completion bash)
_unsidecar() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD - 1]} command= word
  [[ $current == '=' ]] && current=
  [[ $previous == '=' ]] && previous=\${COMP_WORDS[COMP_CWORD - 2]}
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case $word in ${names.join('|')}) command=$word && break ;; esac
  done
  COMPREPLY=()
  case $command:$previous in
${commands.flatMap(valueCases).join('\n')}
  esac
  if [[ $current == -* ]]; then
    case $command in
${commands.map(({ name, options }) => `      ${name}) COMPREPLY=($(compgen -W '${options.map(spelled).join(' ')}' -- "$current")) ;;`).join('\n')}
      '') COMPREPLY=($(compgen -W '--help --version' -- "$current")) ;;
    esac
    return
  fi
  case $command in
    '') COMPREPLY=($(compgen -W '${names.join(' ')}' -- "$current")) ;;
${commands.map(operandCase).join('\n')}
  esac
}
complete -o filenames -F _unsidecar unsidecar kubectl-unsidecar
`
}

/** One line for each option that takes a value. */
function valueCases({ name, options }: CompletedCommand): string[] {
  return options.flatMap((option) => {
    if (option.takes === 'none') return []
    const flags = [`--${option.name}`, ...(option.alias === undefined ? [] : [`-${option.alias}`])]
    const reply = option.takes === 'anything' ? '-f' : `-W '${option.takes.join(' ')}'`
    return [`    ${flags.map((flag) => `${name}:${flag}`).join('|')}) COMPREPLY=($(compgen ${reply} -- "$current")) && return ;;`]
  })
}

function spelled({ name }: CompletedOption): string {
  return `--${name}`
}

function operandCase({ name, operands }: CompletedCommand): string {
  const reply = operands === 'paths' ? '-f' : `-W '${operands.join(' ')}'`
  return `    ${name}) COMPREPLY=($(compgen ${reply} -- "$current")) ;;`
}
