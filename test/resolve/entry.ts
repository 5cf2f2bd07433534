import type { ExternalHost } from '../../src/model/service.ts'
import { placeAt } from '../decide/rules/seen.ts'

const place = placeAt('entry')

/** ServiceEntry `shop/till` for `till.example` with a port for HTTP, and one for TLS that leads to 8443. */
export function entry(changes: Partial<ExternalHost> = {}): ExternalHost {
  return {
    name: 'till',
    namespace: 'shop',
    hosts: ['till.example'],
    addresses: [],
    ports: [
      { name: 'http', port: 80, protocol: 'http', place },
      { name: 'tls', port: 443, targetPort: 8443, protocol: 'tls', place },
    ],
    location: 'internal',
    resolution: 'static',
    endpoints: [],
    subjectAltNames: [],
    labels: {},
    place,
    ...changes,
  }
}
