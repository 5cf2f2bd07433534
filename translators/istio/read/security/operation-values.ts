import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import { lossText } from './rule-context.ts'
import { headerMatch, hostMatch, pathMatch } from './text-match.ts'
import type { ValueReader } from './value-list.ts'

export const readHost: ValueReader = (value, place) => [{ kind: 'authority', match: hostMatch(value), place }]

export const readMethod: ValueReader = (value, place) => [{ kind: 'method', match: headerMatch(value), place }]

export const readPath: ValueReader = (value, place) => [{ kind: 'path', match: pathMatch(value), place }]

/** The port of the connection at the sidecar: a container port, whatever port the client's Service has. */
export const readPort: ValueReader = (value, place, context) => {
  if (/^\d+$/.test(value) && Number(value) <= 65535) return [{ kind: 'destination-port', port: Number(value), of: 'container', place }]
  context.diagnostics.push(diagnose(catalogue.badPort, place, { text: value, effect: lossText(context) }))
  return 'proxies'
}
