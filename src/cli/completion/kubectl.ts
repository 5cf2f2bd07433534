import { bashFunction } from './bash.ts'
import type { CompletedCommand } from './option-table.ts'

/**
 * The program that kubectl runs to complete `kubectl unsidecar …`: it gets the words after the plugin's name, the last of them unfinished, and
 * prints one reply a line, then a directive of Cobra's: `:4` where nothing else fits, `:0` where the shell completes paths. Everything that it offers
 * is in it, so that a key press does not start Node. Source: k8s.io/kubectl 0.37.2, `pkg/cmd/plugin/plugin_completion.go`.
 */
export function kubectlCompletion(commands: readonly CompletedCommand[]): string {
  return `#!/usr/bin/env bash
# Completion of kubectl for its plugin unsidecar: unsidecar completion kubectl > a file \`kubectl_complete-unsidecar\` in a folder of PATH, made
# executable. The completion of kubectl itself (\`kubectl completion SHELL\`) runs it.
directive=4
# The shell completes paths by itself.
_unsidecar_paths() { directive=0; }
${bashFunction(commands)}
[[ $# -gt 0 ]] || set -- ''
# kubectl leaves \`--to=amb\` as one word.
COMP_WORDS=(unsidecar "\${@:1:$#-1}")
last=\${!#}
if [[ $last == --*=* ]]; then COMP_WORDS+=("\${last%%=*}" = "\${last#*=}"); else COMP_WORDS+=("$last"); fi
COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
_unsidecar
for reply in "\${COMPREPLY[@]}"; do printf '%s\\n' "$reply"; done
printf ':%s\\n' "$directive"
`
}
