/** API groups of Istio that no supported release serves, with what came after them. Source: istio:releasenotes and the removed CRDs of istio:manifests/charts/base. */
export const retiredGroups: ReadonlyMap<string, string> = new Map([
  ['rbac.istio.io', 'an AuthorizationPolicy says the same since Istio 1.4'],
  ['authentication.istio.io', 'PeerAuthentication and RequestAuthentication say the same since Istio 1.5'],
  ['config.istio.io', 'Mixer is gone since Istio 1.8: Telemetry, WasmPlugin and external authorization took its place'],
])
