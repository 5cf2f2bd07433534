import { definitionOf } from '../../diagnostics/catalogue.ts'
import { type Diagnostic, type Severity, spanOf } from '../../diagnostics/diagnostic.ts'
import { compareText, type SourceSpan } from '../../diagnostics/place.ts'
import { textLines } from '../escape/lines.ts'
import { type Paint, plain } from '../paint.ts'

export interface FindingsTextOptions {
  readonly paint?: Paint
  /**
   * `brief` tells a kind of finding in full where it first appears, in one line afterwards, and only counts it when there are many;
   * informational ones are only counted. `errors` does the same for errors alone.
   */
  readonly detail: 'errors' | 'brief' | 'full'
}

/** How often one kind of finding is reported before the rest of it is only counted. */
const enough = 5

const order: readonly Severity[] = ['error', 'warning', 'info']

/** Findings as people read them, `file:line:col: severity: message [code]`, the gravest last so that they stand above the prompt. */
export function findingsText(diagnostics: readonly Diagnostic[], options: FindingsTextOptions): string {
  const paint = options.paint ?? plain
  const shown = options.detail === 'full' ? order : options.detail === 'brief' ? order.slice(0, 2) : order.slice(0, 1)
  const lines: string[] = []
  for (const severity of [...shown].reverse()) {
    const told = new Map<string, number>()
    for (const diagnostic of diagnostics.filter((candidate) => candidate.severity === severity)) {
      const times = (told.get(diagnostic.code) ?? 0) + 1
      told.set(diagnostic.code, times)
      if (options.detail !== 'full' && times > enough) continue
      lines.push(findingLine(diagnostic, paint))
      if (options.detail !== 'full' && times > 1) continue
      for (const { place, message } of diagnostic.related) lines.push(paint.dim(`    ${positionText(place.span)}: ${message}`))
      lines.push(paint.dim(`    hint: ${diagnostic.help}`))
    }
    if (options.detail === 'full') continue
    for (const [code, times] of told)
      if (times > enough)
        lines.push(paint.dim(`... and ${amountText(times - enough, `more ${severity === 'info' ? 'note' : severity}`)} [${code}]`))
  }
  return textLines(lines)
}

/** `2 errors, 1 warning, 14 notes`, with what was not printed. */
export function findingsSummary(diagnostics: readonly Diagnostic[], options: FindingsTextOptions): string {
  const paint = options.paint ?? plain
  const counts = order.map((severity) => diagnostics.filter((diagnostic) => diagnostic.severity === severity).length) as [
    number,
    number,
    number,
  ]
  const [errors, warnings, infos] = counts
  const parts = [
    errors === 0 ? '' : paint.red(amountText(errors, 'error')),
    warnings === 0 ? '' : paint.yellow(amountText(warnings, 'warning')),
    infos === 0 ? '' : amountText(infos, 'note'),
  ].filter((part) => part !== '')
  if (parts.length === 0) return 'findings: none\n'
  const lines = [`findings: ${parts.join(', ')}${options.detail === 'full' ? '' : paint.dim(' (-v shows all in full)')}`]
  for (const [code, { severity, title, times }] of byCode(diagnostics))
    if (severity !== 'info' || options.detail === 'full')
      lines.push(paint.dim(`  ${String(times).padStart(4)}  ${code}  ${severity}: ${title}`))
  return textLines(lines)
}

function byCode(diagnostics: readonly Diagnostic[]): [string, { severity: Severity; title: string; times: number }][] {
  const codes = new Map<string, { severity: Severity; title: string; times: number }>()
  for (const { code, severity } of diagnostics) {
    const known = codes.get(code) ?? { severity, title: definitionOf(code)?.title ?? code, times: 0 }
    codes.set(code, { ...known, times: known.times + 1 })
  }
  return [...codes].sort(
    ([a, first], [b, second]) =>
      order.indexOf(first.severity) - order.indexOf(second.severity) || second.times - first.times || compareText(a, b),
  )
}

export function findingLine(diagnostic: Diagnostic, paint: Paint = plain): string {
  const span = spanOf(diagnostic)
  const where = span === undefined ? '' : `${paint.bold(positionText(span))}: `
  const color = { error: paint.red, warning: paint.yellow, info: paint.cyan }[diagnostic.severity]
  return `${where}${color(diagnostic.severity)}: ${diagnostic.message} ${paint.dim(`[${diagnostic.code}]`)}`
}

export function positionText(span: SourceSpan): string {
  return `${span.file}:${span.line}:${span.col}`
}

export function amountText(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`
}
