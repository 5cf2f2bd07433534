import { csv } from '../escape/csv.ts'
import type { EstimateReport } from './report.ts'

const heads = ['target', 'owner', 'namespace', 'kind', 'name', 'at', 'ledger', 'what', 'code', 'points from', 'points to', 'decisions']

/** One row for each item of work, for a tracker; the points of all rows are those of the estimate. */
export function estimateCsv({ estimates }: Pick<EstimateReport, 'estimates'>): string {
  return csv([
    heads,
    ...estimates.flatMap(({ target, work }) =>
      work.map(({ owner = '', object, file, line, ledger, what, code = '', points, decisions }) => [
        target,
        owner,
        (object?.kind === 'Namespace' ? object.name : object?.namespace) ?? '',
        object?.kind ?? '',
        object?.name ?? '',
        file === undefined ? '' : `${file}:${line}`,
        ledger,
        what,
        code,
        points.low,
        points.high,
        decisions.join(' '),
      ]),
    ),
  ])
}
