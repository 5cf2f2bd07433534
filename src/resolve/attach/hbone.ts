import type { MeshSettings } from '../../model/settings.ts'

/** Whether sidecars take ztunnel's tunnel (HBONE); they do where the mesh has ambient pods, unless it is switched off (istio:pilot/pkg/model/context.go EnableHBONEListen). */
export function sidecarsTakeHbone({ flags }: MeshSettings): boolean {
  return flags.ISTIO_META_ENABLE_HBONE !== 'false'
}

/** Whether sidecars and gateways send it: without it pods of ztunnel get plaintext from them (istio:pilot/pkg/xds/endpoints/endpoint_builder.go supportTunnel). */
export function proxiesSendHbone(settings: MeshSettings): boolean {
  return sidecarsTakeHbone(settings) && settings.flags.PILOT_ENABLE_SENDING_HBONE !== 'false'
}
