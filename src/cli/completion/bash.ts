import type { CompletedCommand, CompletedOption } from './option-table.ts'

/**
 * A completion for bash. Everything that it offers is in it, so that a key press does not start Node. `=` divides words in bash, so
 * `--to=amb` comes as three of them.
 */
export function bashCompletion(commands: readonly CompletedCommand[]): string {
  return `# bash completion for unsidecar: source <(unsidecar completion bash)
# Each path as one reply, with the spaces in its name; mapfile would need bash 4, and macOS has 3.2.
_unsidecar_paths() {
  local path
  while IFS= read -r path; do COMPREPLY+=("$path"); done < <(compgen -f -- "$1")
}
${bashFunction(commands)}
complete -o filenames -F _unsidecar unsidecar kubectl-unsidecar
`
}

/** `_unsidecar`, which answers COMP_WORDS in COMPREPLY; paths are left to a function `_unsidecar_paths`, which gets what was typed of one. */
export function bashFunction(commands: readonly CompletedCommand[]): string {
  const names = commands.map(({ name }) => name)
  return `_unsidecar() {
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
}`
}

/** One line for each option that takes a value. */
function valueCases({ name, options }: CompletedCommand): string[] {
  return options.flatMap((option) => {
    if (option.takes === 'none') return []
    const flags = [`--${option.name}`, ...(option.alias === undefined ? [] : [`-${option.alias}`])]
    return [`    ${flags.map((flag) => `${name}:${flag}`).join('|')}) ${replyOf(option.takes)} && return ;;`]
  })
}

function spelled({ name }: CompletedOption): string {
  return `--${name}`
}

function operandCase({ name, operands }: CompletedCommand): string {
  return `    ${name}) ${replyOf(operands)} ;;`
}

function replyOf(words: 'anything' | 'paths' | readonly string[]): string {
  return typeof words === 'string' ? '_unsidecar_paths "$current"' : `COMPREPLY=($(compgen -W '${words.join(' ')}' -- "$current"))`
}
