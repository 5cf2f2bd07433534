import { oneLine, severalLines } from '../../diagnostics/printable.ts'
import { withoutCommands } from '../escape/log.ts'
import { amountText, positionText } from '../findings/text.ts'
import { gravestFirst, isBelowWorkingFolder, type Level, levels, type Result } from './result.ts'
import { resultRule } from './rules.ts'

/** A step shows no more annotations of a level than this (docs.github.com, "Workflow commands for GitHub Actions"; actions/runner). */
const most = 10

const commands: Readonly<Record<Level, string>> = { error: 'error', warning: 'warning', note: 'notice' }

/**
 * Workflow commands of GitHub Actions, which make annotations at the lines of a pull request: the gravest of each level, and a line about
 * how many more there are.
 */
export function workflowCommands(results: readonly Result[], headline: string): string {
  const sorted = gravestFirst(results)
  const own = levels.map((level) => sorted.filter((result) => result.level === level))
  const lines = own.flatMap((some) => some.slice(0, most).map(commandLine))
  const left = own.flatMap((some, index) => (some.length <= most ? [] : [amountText(some.length - most, `more ${levels[index]}`)]))
  const more = left.length === 0 ? '' : `; ${left.join(', ')} without an annotation (a step shows ${most} of each level)`
  // Not at the start of a line, and never two colons: text that stands beside commands is not one.
  return `${[...lines, plainLine(`unsidecar: ${headline}${more}`)].join('\n')}\n`
}

function commandLine({ rule, level, title, details, hint, span }: Result): string {
  const inside = span !== undefined && isBelowWorkingFolder(span)
  const properties = [
    ...(inside ? [`file=${property(span.file)}`, `line=${span.line}`, `col=${span.col}`] : []),
    `title=${property(`${rule} ${resultRule(rule).title}`)}`,
  ]
  const where = span === undefined || inside ? '' : `${positionText(span)}: `
  const text = [`${where}${oneLine(title)}`, ...(details === '' ? [] : [details]), ...(hint === '' ? [] : [hint])].join('\n')
  return `::${commands[level]} ${properties.join(',')}::${data(text)}`
}

/** The text of a command (actions/toolkit:packages/core/src/command.ts, escapeData). */
function data(text: string): string {
  return seen(severalLines(text)).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

/** The value of a property of a command (the same, escapeProperty). */
function property(text: string): string {
  return data(oneLine(text)).replaceAll(':', '%3A').replaceAll(',', '%2C')
}

function plainLine(text: string): string {
  return seen(oneLine(text)).replaceAll('::', ':\\u003a')
}

/** Noncharacters are marks of ours elsewhere; no log shows them. */
function seen(text: string): string {
  return withoutCommands(text.replace(/[\ufdd0-\ufdef]/g, '?'))
}
