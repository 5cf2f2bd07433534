import { compareText } from '../../src/diagnostics/place.ts'
import { targets } from '../../translators/index.ts'
import { fateAt, istioLeaves } from './crd-leaves.ts'
import type { GeneratedFile } from './generated-file.ts'

const all = Object.values(targets)

/** `translators/README.md`: what becomes of every field of every Istio kind, per target. */
export function fieldTable(): GeneratedFile {
  const sections = istioLeaves().map(({ kind, id, paths }) => {
    const rows = new Map<string, string>()
    for (const path of paths) {
      const fates = all.map((target) => fateAt(target.fates[id], path))
      // A field that every target takes as a whole is one row.
      const depth = Math.max(...fates.map((fate) => fate?.at.length ?? path.length))
      const field = path.slice(0, depth).join('.')
      rows.set(field, `| \`${field}\` | ${fates.map((fate) => cell(fate?.fate)).join(' | ')} |`)
    }
    const lines = [...rows].sort(([a], [b]) => compareText(a, b)).map(([, row]) => row)
    const columns = ['Field', ...all.map(({ short }) => `${short.charAt(0).toUpperCase()}${short.slice(1)}`)]
    return `## ${kind}\n\n| ${columns.join(' | ')} |\n|${' --- |'.repeat(columns.length)}\n${lines.join('\n')}\n`
  })
  return { path: 'translators/README.md', text: `${introduction}\n${sections.join('\n')}` }
}

const introduction = `<!-- Generated from the fates declared in translators/*/fates. Do not edit: run \`npm run gen\`. -->
# What becomes of every field

Each leaf of each Istio resource has exactly one fate per target. Lists are seen through, \`*\` stands for any key.

- **translated**: its meaning is in the output, in another form or another object.
- **kept**: passed through as it is, and it goes on meaning the same.
- **no-effect**: it decides nothing in the target, so nothing is emitted for it.
- **stricter**: the output allows or does less than the input.
- **refused**: it is not translated; a diagnostic says why and what to do.

The codes are those of diagnostics that give some values another fate; \`unsidecar explain CODE\` says more.
`

function cell(fate: { fate: string; note: string; unless?: readonly string[] } | undefined): string {
  if (fate === undefined) return '-'
  const unless = fate.unless === undefined || fate.unless.length === 0 ? '' : ` (unless ${fate.unless.join(', ')})`
  return `**${fate.fate}**: ${fate.note.replace(/\.$/, '').replaceAll('|', '\\|')}${unless}`
}
