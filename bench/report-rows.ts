import { availableParallelism } from 'node:os'
import { comparedCommands } from './compared-commands.ts'
import { type MovedWorkloads, movedWorkloads } from './moved-workloads.ts'
import { medianPair, type Used } from './pairs.ts'
import { slope } from './slope.ts'
import { withMeshes } from './written-meshes.ts'

/** A row as it was measured at one size. */
interface MeasuredRow {
  readonly title: string
  readonly size: number
  readonly under: Used
  readonly over: Used
  readonly ratio: number
  readonly most?: number
  readonly workloads: MovedWorkloads
}

/** What one run measured, for a history: of the machine only its cores and its Node. */
interface BenchRecord {
  readonly node: string
  readonly cores: number
  readonly pairs: number
  readonly rows: readonly MeasuredRow[]
  /** By the title of a row: with which power of the size its commands grow. */
  readonly exponents: Readonly<Record<string, { readonly under: number; readonly over: number }>>
}

/** Measures the rows at some sizes, by turns, and prints them as a table; as JSON where that is asked for. */
export function reportRows(sizes: readonly number[], pairs: number, json: boolean): void {
  if (!json)
    console.log(`${'size'.padStart(6)} ${'first s'.padStart(8)} ${'second s'.padStart(8)} ${'ratio'.padStart(6)} at most peak MB    moves`)
  const rows = sizes.flatMap((size) =>
    withMeshes(size, (meshes) => {
      const moved = new Map<string, MovedWorkloads>()
      return comparedCommands(meshes).flatMap(({ title, mesh, under, over, most, upTo, prepare, beforeOver }): MeasuredRow[] => {
        if (upTo !== undefined && size > upTo) return []
        prepare?.()
        const workloads = moved.get(mesh) ?? movedWorkloads(mesh)
        moved.set(mesh, workloads)
        const row = { title, size, ...medianPair(under, over, pairs, beforeOver), ...(most === undefined ? {} : { most }), workloads }
        if (!json) console.log(lineOf(row))
        return [row]
      })
    }),
  )
  const record: BenchRecord = { node: process.version, cores: availableParallelism(), pairs, rows, exponents: exponentsOf(rows) }
  if (json) console.log(JSON.stringify(record, null, 2))
  else
    for (const [title, { under, over }] of Object.entries(record.exponents))
      console.log(`${title}: grow with the powers ${over.toFixed(2)} and ${under.toFixed(2)} of the size`)
}

function lineOf({ title, size, under, over, ratio, most, workloads }: MeasuredRow): string {
  return [
    String(size).padStart(6),
    under.seconds.toFixed(2).padStart(8),
    over.seconds.toFixed(2).padStart(8),
    ratio.toFixed(2).padStart(6),
    (most === undefined ? '-' : String(most)).padStart(7),
    over.megabytes.toFixed(0).padStart(7),
    `${workloads.moving}/${workloads.all}`.padStart(8),
    ` ${title}`,
  ].join(' ')
}

function exponentsOf(rows: readonly MeasuredRow[]): BenchRecord['exponents'] {
  const titles = [...new Set(rows.map(({ title }) => title))]
  return Object.fromEntries(
    titles.flatMap((title) => {
      const own = rows.filter((row) => row.title === title)
      if (own.length < 2) return []
      const power = (side: 'under' | 'over') => slope(own.map((row) => [Math.log(row.size), Math.log(row[side].seconds)] as const))
      return [[title, { under: power('under'), over: power('over') }] as const]
    }),
  )
}
