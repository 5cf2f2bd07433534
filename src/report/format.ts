import type { Paint } from './paint.ts'

/** How a report is shown to those who read it. */
export interface Style {
  /** `brief` shows what is known or frequent in a line each, or only counts it; `full` shows all of it. */
  readonly detail: 'brief' | 'full'
  /** Absent where nothing is coloured. */
  readonly paint?: Paint
  /** Columns of the terminal; absent where the report goes elsewhere. */
  readonly width?: number
}

/**
 * One way to print a report. `page` is text for people: what is not visible in it is written out. `data` is text that programs take as it is
 * (manifests, patches, XML). `json` is a value.
 */
export type Format<Report> =
  | { readonly as: 'page' | 'data'; readonly print: (report: Report, style: Style) => string }
  | { readonly as: 'json'; readonly print: (report: Report, style: Style) => unknown }

/** The formats of one subject by the names that `--output` takes, the default first. */
export type Formats<Report> = Readonly<Record<string, Format<Report>>>

export function asPage<Report>(print: (report: Report, style: Style) => string): Format<Report> {
  return { as: 'page', print }
}

export function asData<Report>(print: (report: Report, style: Style) => string): Format<Report> {
  return { as: 'data', print }
}

export function asJson<Report>(print: (report: Report, style: Style) => unknown): Format<Report> {
  return { as: 'json', print }
}
