import type { DistinctText, Schema } from '../schema.ts'

type Fields = Readonly<Record<string, unknown>>

/** A list of a container's ports: no two have one name (kubernetes:pkg/apis/core/validation/validation.go validateContainerPorts). */
export function containerPorts(ports: Schema): Schema {
  return { ...ports, distinct: names }
}

/** A list of a Service's ports: no two have one name, nor one protocol and number (kubernetes:pkg/apis/core/validation/validation.go ValidateService). */
export function servicePorts(ports: Schema): Schema {
  return { ...ports, distinct: (port) => [...names(port), ...numbers(port)] }
}

function names({ name }: Fields): DistinctText[] {
  return typeof name === 'string' && name !== '' ? [{ field: 'name', text: `name ${name}` }] : []
}

function numbers({ port, protocol = 'TCP' }: Fields): DistinctText[] {
  return typeof port === 'number' ? [{ text: `${String(protocol)} ${port}` }] : []
}
