import type { Mesh } from '../../model/mesh.ts'
import type { RouteTable } from '../../model/route.ts'
import { hostWithin } from '../hosts.ts'
import { servedHosts } from './gateway-hosts.ts'
import { ofMostSpecificName } from './table-order.ts'

/** A host that is asked for at a gateway (`namespace/name`). */
export interface AskedAtGateway {
  readonly gateway: string
  readonly host: string
  readonly port: number
}

/** Of some tables those that a gateway serves under its most specific name for a host; none where it serves none of them under one. */
export function tablesServing<Table extends RouteTable>(
  mesh: Mesh,
  tables: readonly Table[],
  { gateway, host, port }: AskedAtGateway,
): readonly Table[] {
  return ofMostSpecificName(
    tables.flatMap((table) =>
      servedHosts(mesh, gateway, table, port)
        .filter((name) => hostWithin(host, name))
        .map((name) => ({ table, name })),
    ),
  )
}
