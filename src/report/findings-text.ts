import { type Diagnostic, type Severity, spanOf } from '../diagnostics/diagnostic.ts'
import type { SourceSpan } from '../diagnostics/place.ts'
import { type Paint, plain } from './paint.ts'

export interface FindingsTextOptions {
  readonly paint?: Paint
  /** `brief` tells a kind of finding in full where it first appears and in one line afterwards; informational ones are only counted. */
  readonly detail: 'errors' | 'brief' | 'full'
}

const order: readonly Severity[] = ['error', 'warning', 'info']

/** Findings as people read them, `file:line:col: severity: message [code]`, the gravest last so that they stand above the prompt. */
export function findingsText(diagnostics: readonly Diagnostic[], options: FindingsTextOptions): string {
  const paint = options.paint ?? plain
  const shown = options.detail === 'full' ? order : options.detail === 'brief' ? order.slice(0, 2) : order.slice(0, 1)
  const explained = new Set<string>()
  const lines: string[] = []
  for (const severity of [...shown].reverse()) {
    for (const diagnostic of diagnostics.filter((candidate) => candidate.severity === severity)) {
      lines.push(findingLine(diagnostic, paint))
      if (options.detail === 'full' || !explained.has(diagnostic.code)) {
        for (const { place, message } of diagnostic.related) lines.push(paint.dim(`    ${positionText(place.span)}: ${message}`))
        lines.push(paint.dim(`    ${diagnostic.help}`))
      }
      explained.add(diagnostic.code)
    }
  }
  return lines.map((line) => `${line}\n`).join('')
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
    errors === 0 ? '' : paint.red(count(errors, 'error')),
    warnings === 0 ? '' : paint.yellow(count(warnings, 'warning')),
    infos === 0 ? '' : count(infos, 'note'),
  ].filter((part) => part !== '')
  if (parts.length === 0) return 'findings: none\n'
  const hidden = options.detail === 'full' ? 0 : options.detail === 'brief' ? infos : infos + warnings
  return `findings: ${parts.join(', ')}${hidden === 0 ? '' : paint.dim(` (${hidden} not shown; -v shows all)`)}\n`
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

export function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`
}
