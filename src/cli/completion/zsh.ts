import type { CompletedCommand, CompletedOption } from './option-table.ts'

/** A completion for zsh, as `_arguments` takes it. Everything that it offers is in it, so that a key press does not start Node. */
export function zshCompletion(commands: readonly CompletedCommand[]): string {
  return `#compdef unsidecar kubectl-unsidecar
# zsh completion for unsidecar: unsidecar completion zsh > a file \`_unsidecar\` in a folder of $fpath
_unsidecar() {
  local curcontext=$curcontext state line
  typeset -A opt_args
  _arguments -C '(- *)--help[show help]' '(- *)--version[print the version]' '1: :->command' '*:: :->rest'
  case $state in
    command)
      local -a commands=(
${commands.map(({ name, describe }) => `        ${quoted(`${name}:${describe.replaceAll(':', '\\:')}`)}`).join('\n')}
      )
      _describe command commands
      ;;
    rest)
      case $words[1] in
${commands.map(argumentsOf).join('\n')}
      esac
      ;;
  esac
}
# As a file of $fpath this is the body of the function, so the first key press calls what it has just defined; sourced, it only declares it.
if [[ \${funcstack[1]} == _unsidecar ]]; then _unsidecar "$@"; else compdef _unsidecar unsidecar kubectl-unsidecar; fi
`
}

function argumentsOf({ name, options, operands }: CompletedCommand): string {
  const rest = operands === 'paths' ? "'*:path:_files'" : `'1:word:(${operands.join(' ')})'`
  return [
    `        ${name})`,
    `          _arguments -S \\`,
    ...options.map((option) => `            ${specOf(option)} \\`),
    `            ${rest}`,
    '          ;;',
  ].join('\n')
}

/** `'*'{-o,--output=}'[what to print]:value:(text json)'`; `=` takes the value behind it or as the next word. */
function specOf({ name, alias, describe, takes }: CompletedOption): string {
  const value = takes === 'none' ? '' : takes === 'anything' ? ':value:_files' : `:value:(${takes.join(' ')})`
  const text = quoted(`[${describe.replaceAll(/[[\]:\\]/g, '\\$&')}]${value}`)
  const long = `--${name}${takes === 'none' ? '' : '='}`
  return alias === undefined ? `'*'${long}${text}` : `'*'{-${alias},${long}}${text}`
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}
