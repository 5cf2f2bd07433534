import { type DeclaredFate, type Fate, fateOrder } from '../../src/diagnostics/fate.ts'
import { compareText } from '../../src/diagnostics/place.ts'
import type { Target } from '../../src/model/dialect.ts'
import { targets } from '../../translators/index.ts'
import { fateAt, istioLeaves } from './crd-leaves.ts'
import type { GeneratedFile } from './generated-file.ts'
import { type OverruledFate, recordedFates } from './overruled-fates.ts'

const all = Object.values(targets)

/** `translators/README.md`: what becomes of every field of every Istio kind, per target. */
export function fieldTable(): GeneratedFile {
  const overruled = recordedFates()
  const sections = istioLeaves().map(({ kind, id, paths }) => {
    const codesAt = (target: Target, field: string): readonly OverruledFate[] =>
      overruled.filter((one) => one.target === target.name && one.kind === id && one.field === field)
    const rows = new Map<string, string>()
    const wholes = all.map((target) => (fateAt(target.fates[id], ['spec']) === undefined ? codesText(codesAt(target, 'spec')) : ''))
    if (wholes.some((whole) => whole !== '')) rows.set('spec', `| all of them | ${wholes.map((whole) => whole || '-').join(' | ')} |`)
    for (const path of paths) {
      const fates = all.map((target) => fateAt(target.fates[id], path))
      // A field that every target takes as a whole is one row.
      const depth = Math.max(...fates.map((fate) => fate?.at.length ?? path.length))
      const field = path.slice(0, depth).join('.')
      rows.set(
        field,
        `| \`${field}\` | ${fates.map((fate, index) => cell(fate, codesAt(all[index]!, fate?.at.join('.') ?? ''))).join(' | ')} |`,
      )
    }
    const lines = [...rows].sort(([a], [b]) => compareText(a, b)).map(([, row]) => row)
    const columns = ['Field', ...all.map(({ short }) => `${short.charAt(0).toUpperCase()}${short.slice(1)}`)]
    return `## ${kind}\n\n| ${columns.join(' | ')} |\n|${' --- |'.repeat(columns.length)}\n${lines.join('\n')}\n`
  })
  return { path: 'translators/README.md', text: `${introduction}\n${sections.join('\n')}` }
}

const introduction = `<!-- Generated from the fates declared in translators/*/fates and those that goldens show. Do not edit: run \`npm run gen\`. -->
# What becomes of every field

Each leaf of each Istio resource has exactly one fate per target. Lists are seen through, \`*\` stands for any key.

- **translated**: its meaning is in the output, in another form or another object.
- **kept**: passed through as it is, and it goes on meaning the same.
- **no-effect**: it decides nothing in the target, so nothing is emitted for it.
- **stricter**: the output allows or does less than the input.
- **refused**: it is not translated; a diagnostic says why and what to do.

The codes are those of findings about single values in the cases of \`golden\`: they say that a value has the fate of its field, or give it the fate
that they stand behind. \`unsidecar explain CODE\` says more.
`

function cell(declared: { readonly fate: DeclaredFate } | undefined, codes: readonly OverruledFate[]): string {
  if (declared === undefined) return '-'
  const { fate, note } = declared.fate
  const text = codesText(codes, fate)
  return `**${fate}**: ${note.replace(/\.$/, '').replaceAll('|', '\\|')}${text === '' ? '' : ` (${text})`}`
}

/** `US3305; refused by US3018, US3409; kept by US3064`: first those that give the fate of the field itself, then the gravest. */
function codesText(codes: readonly OverruledFate[], declared?: Fate): string {
  const by = (fate: Fate): string =>
    codes
      .filter((one) => one.fate === fate)
      .map(({ code }) => code)
      .sort(compareText)
      .join(', ')
  const own = declared === undefined ? '' : by(declared)
  const others = [...fateOrder].reverse().filter((fate) => fate !== declared && by(fate) !== '')
  return [...(own === '' ? [] : [own]), ...others.map((fate) => `${fate} by ${by(fate)}`)].join('; ')
}
