import type { SourceSpan } from '../../diagnostics/place.ts'
import { oneLine, severalLines } from '../../diagnostics/printable.ts'
import { amountText } from '../findings/text.ts'
import { gravestFirst, isBelowWorkingFolder, type Result, withOrdinals } from './result.ts'
import { type ResultRule, resultRule } from './rules.ts'

/** Code scanning shows no more results of a run than this, and refuses a file with more than five times as many. */
const mostResults = 5000
/** Locations of a result beyond these are not shown. */
const mostRelated = 20
/** Characters of one message: 5,000 results of this length stay below the 10 MB that an upload may have. */
const longest = 4000

/**
 * SARIF 2.1.0, as code scanning takes it (docs.github.com, "SARIF support for code scanning"): paths below the working folder, one name for
 * a result from run to run, the meaning of each rule. What exceeds its limits is left out, the lightest first, and counted in a notification.
 */
export function sarifLog(results: readonly Result[], complete: boolean): Record<string, unknown> {
  const sorted = withOrdinals(gravestFirst(results))
  const shown = sorted.slice(0, mostResults)
  const ids = [...new Set(shown.map(({ rule }) => rule))].sort()
  const left = sorted.length - shown.length
  const fallback = sorted.map(({ span }) => span).find((span) => span !== undefined && isBelowWorkingFolder(span))
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'unsidecar', rules: ids.map((id) => ruleJson(resultRule(id))) } },
        invocations: [
          {
            executionSuccessful: complete,
            ...(left === 0
              ? {}
              : {
                  toolExecutionNotifications: [
                    {
                      level: 'warning',
                      message: { text: `${amountText(left, 'result')} of ${sorted.length} left out: code scanning shows ${mostResults}` },
                    },
                  ],
                }),
          },
        ],
        columnKind: 'utf16CodeUnits',
        results: shown.map((result) => resultJson(result, ids.indexOf(result.rule), fallback)),
      },
    ],
  }
}

function ruleJson({ id, of, title, why, help, level }: ResultRule): Record<string, unknown> {
  return {
    id,
    name: id,
    shortDescription: { text: title },
    fullDescription: { text: why },
    help: { text: `${help}\n\n${why}`, markdown: `${help}\n\n${why}` },
    defaultConfiguration: { level },
    properties: { tags: ['service-mesh', of] },
  }
}

function resultJson(result: Result, ruleIndex: number, fallback: SourceSpan | undefined): Record<string, unknown> {
  const { rule, level, span, related, fingerprint } = result
  const placed = span !== undefined && isBelowWorkingFolder(span)
  const outside = span === undefined || placed ? '' : `${oneLine(span.file)}:${span.line}:${span.col}: `
  const whole = `${outside}${messageText(result)}`
  // A result without a place in the repository makes code scanning refuse the whole file, so it stands where another one does.
  const at = placed ? span : fallback === undefined ? undefined : { ...fallback, line: 1, col: 1, endLine: 1, endCol: 2 }
  const near = related.filter((one) => isBelowWorkingFolder(one.span)).slice(0, mostRelated)
  return {
    ruleId: rule,
    ruleIndex,
    level,
    message: { text: cut(whole) },
    ...(at === undefined ? {} : { locations: [{ physicalLocation: locationJson(at) }] }),
    ...(near.length === 0
      ? {}
      : {
          relatedLocations: near.map((one, id) => ({
            id,
            physicalLocation: locationJson(one.span),
            message: { text: cut(severalLines(one.message)) },
          })),
        }),
    partialFingerprints: { primaryLocationLineHash: fingerprint },
  }
}

/** The title, the witness and the way out, as plain text: `[a](1)` in it would be a link (SARIF 2.1.0, 3.11.6). */
function messageText({ title, details, hint }: Pick<Result, 'title' | 'details' | 'hint'>): string {
  const lines = [oneLine(title), ...(details === '' ? [] : [severalLines(details)]), ...(hint === '' ? [] : [oneLine(hint)])]
  return lines.join('\n').replace(/\](?=\()/g, '\\]')
}

function cut(text: string): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 20)}… (cut)`
}

function locationJson({ file, line, col, endLine, endCol }: SourceSpan): Record<string, unknown> {
  const region = { startLine: line, startColumn: col, endLine, endColumn: endLine === line ? Math.max(endCol, col + 1) : endCol }
  return { artifactLocation: { uri: uriOf(file), uriBaseId: '%SRCROOT%' }, region }
}

/** A path as a relative reference of RFC 3986: `%`, `?` and `#` are part of the name, and a colon in the first part names no scheme. */
function uriOf(path: string): string {
  return path
    .replace(/\p{Cs}/gu, '\ufffd')
    .split('/')
    .map((part) => encodeURIComponent(part))
    .join('/')
}
