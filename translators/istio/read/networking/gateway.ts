import type {
  GatewaySpec,
  GatewaySpecServers,
  GatewaySpecServersPort,
  GatewaySpecServersTls,
} from '../../../../src/crd/generated/types/istio/gateway.ts'
import type { Place } from '../../../../src/diagnostics/place.ts'
import type { KindReader } from '../../../../src/model/dialect.ts'
import { type FieldMap, readFields, unread } from '../../../../src/model/fields.ts'
import type { EdgeGateway } from '../../../../src/model/gateway.ts'
import { specOf } from '../../../../src/model/object.ts'
import { settingTexts } from '../../../../src/model/setting-texts.ts'

type Server = EdgeGateway['servers'][number]

const listensAlone = unread('how the gateway listens, which goes on as it is')

const port: FieldMap<GatewaySpecServersPort, Server, void> = {
  number: (number) => ({ port: number }),
  protocol: (protocol) => ({ protocol }),
  name: listensAlone,
  targetPort: listensAlone,
}

function readTls(tls: GatewaySpecServersTls): Partial<Server> {
  const { mode, httpsRedirect } = tls
  const written = settingTexts(tls)
  return {
    ...(mode === 'AUTO_PASSTHROUGH' ? { autoPassthrough: true } : {}),
    ...(mode === 'MUTUAL' || mode === 'ISTIO_MUTUAL' ? { wantsCertificate: true } : {}),
    ...(httpsRedirect === true ? { redirectsToHttps: true } : {}),
    ...(written === undefined ? {} : { tls: written }),
  }
}

const server: FieldMap<GatewaySpecServers, Server, void> = {
  port: (value, at) => readFields(port, value, at, undefined),
  hosts: (hosts) => ({ hosts }),
  bind: listensAlone,
  defaultEndpoint: listensAlone,
  name: listensAlone,
  tls: readTls,
}

const fields: FieldMap<GatewaySpec, EdgeGateway, void> = {
  selector: (selector) => ({ selector }),
  servers: (servers, at) => ({ servers: servers.map((value, index) => readServer(value, at.index(index))) }),
}

/** Reads a networking.istio.io Gateway. */
export const gatewayReader: KindReader = {
  group: 'networking.istio.io',
  kind: 'Gateway',
  phase: 'objects',
  read(object, _context, into) {
    into.gateways.push({
      api: 'istio',
      name: object.ref.name,
      namespace: object.ref.namespace,
      servers: [],
      place: object.place,
      ...readFields(fields, specOf<GatewaySpec>(object), object.place.field('spec'), undefined),
    })
    return true
  },
}

function readServer(value: GatewaySpecServers, at: Place): Server {
  return { port: 0, protocol: '', hosts: [], ...readFields(server, value, at, undefined), place: at }
}
