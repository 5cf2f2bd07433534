import type { CiliumAnswer, CiliumQuestion, CiliumRecord } from './cilium.ts'
import type { IstioRecord } from './istio.ts'
import type { Records } from './records.ts'
import { listText, Table } from './table.ts'
import type { EngineName, Manifest } from './vector.ts'
import type { RecordedConnection, ZtunnelRecord } from './ztunnel.ts'

/** A file of the project's own vectors: manifests and questions stand in tables, and records have numbers in their place. */
interface VectorFile {
  readonly format: typeof format
  /** The engines that answered, with their versions. */
  readonly engine: string
  readonly objects: readonly Manifest[]
  readonly questions: readonly unknown[]
  readonly istio?: readonly IstioLine[]
  readonly ztunnel?: readonly ZtunnelLine[]
  readonly cilium?: readonly CiliumLine[]
}

type IstioLine = Omit<IstioRecord, 'mesh'> & { readonly mesh: readonly number[] }

/** `allowed` has a 1 for each connection that was. */
type ZtunnelLine = Omit<ZtunnelRecord, 'objects' | 'connections'> & {
  readonly objects: readonly number[]
  readonly connections: readonly number[]
  readonly allowed: string
}

type CiliumLine = Omit<CiliumRecord, 'mesh' | 'flows'> & {
  readonly mesh: readonly number[]
  readonly flows: readonly (readonly [number, CiliumAnswer])[]
}

const format = 'unsidecar vectors 1'

/** Reads a file of the project's own vectors; undefined when it is of another shape. */
export function ownVectors(text: string): Partial<Records> | undefined {
  const file = JSON.parse(text) as VectorFile
  if (file.format !== format) return undefined
  const objects = (numbers: readonly number[]): Manifest[] => numbers.map((number) => file.objects[number]!)
  return {
    istio: (file.istio ?? []).map((line) => ({ ...line, mesh: objects(line.mesh) })),
    ztunnel: (file.ztunnel ?? []).map(({ allowed, ...line }) => ({
      ...line,
      objects: objects(line.objects),
      connections: line.connections.map((number, index) => ({
        ...(file.questions[number] as Omit<RecordedConnection, 'allowed'>),
        allowed: allowed[index] === '1',
      })),
    })),
    cilium: (file.cilium ?? []).map((line) => ({
      ...line,
      mesh: objects(line.mesh),
      flows: line.flows.map(([number, did]) => ({ ask: file.questions[number] as CiliumQuestion, did })),
    })),
  }
}

/** Writes records of one engine as such a file: each object and each question once, one line for each of them and for each record. */
export function vectorFileText(engine: EngineName, versions: string, records: Partial<Records>): string {
  const [objects, questions] = [new Table<Manifest>(), new Table<unknown>()]
  const numbers = (list: readonly Manifest[]): number[] => list.map((manifest) => objects.number(manifest))
  const { istio = [], ztunnel = [], cilium = [] } = records
  const lines: Record<EngineName, readonly (IstioLine | ZtunnelLine | CiliumLine)[]> = {
    istio: istio.map((record) => ({ ...record, mesh: numbers(record.mesh) })),
    ztunnel: ztunnel.map((record) => ({
      ...record,
      objects: numbers(record.objects),
      connections: record.connections.map(({ allowed: _, ...question }) => questions.number(question)),
      allowed: record.connections.map(({ allowed }) => (allowed ? '1' : '0')).join(''),
    })),
    cilium: cilium.map((record) => ({
      ...record,
      mesh: numbers(record.mesh),
      flows: record.flows.map(({ ask, did }) => [questions.number(ask), did] as const),
    })),
  }
  const own = listText(lines[engine].map((line) => JSON.stringify(line)))
  const fields = [
    `"format": ${JSON.stringify(format)}`,
    `"engine": ${JSON.stringify(versions)}`,
    `"objects": ${objects.text()}`,
    `"questions": ${questions.text()}`,
    `"${engine}": ${own}`,
  ]
  return `{\n${fields.join(',\n')}\n}\n`
}
