import { mutantKinds } from './kinds.ts'
import type { Fate, MutantRun } from './mutant-run.ts'

const fates: readonly Fate[] = ['reported', 'announced', 'undetermined', 'no worse', 'equal', 'survived']

/** One line for each kind of damage: how many were made, how many `decide()` distinguished by random requests, and what became of them. */
export function killTable(runs: readonly MutantRun[]): string {
  const rows = mutantKinds.map((kind) => {
    const own = runs.filter((run) => run.kind === kind)
    return row(`${kind.family}: ${kind.name}`, own)
  })
  const header = ['kind', 'made', 'told by decide', ...fates]
  return table([header, ...rows, row('all', runs)])
}

function row(name: string, runs: readonly MutantRun[]): string[] {
  const count = (holds: (run: MutantRun) => boolean): string => String(runs.filter(holds).length)
  return [name, String(runs.length), count(({ toldByDecide }) => toldByDecide), ...fates.map((fate) => count((one) => one.fate === fate))]
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((cells) => cells[column]!.length)))
  return rows
    .map((cells) =>
      cells
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
