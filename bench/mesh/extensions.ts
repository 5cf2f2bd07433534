import { istioObject, selector } from './istio-object.ts'

export function telemetry(namespace: string): string {
  const spec = 'accessLogging:\n  - providers:\n      - name: envoy\n'
  return istioObject('telemetry.istio.io/v1', 'Telemetry', namespace, 'logs', spec)
}

/** Its workload stays on its sidecar. */
export function envoyFilter(namespace: string, app: string): string {
  const spec = `workloadSelector:
  labels:
    app: ${app}
configPatches:
  - applyTo: HTTP_FILTER
    match:
      context: SIDECAR_INBOUND
      listener:
        filterChain:
          filter:
            name: envoy.filters.network.http_connection_manager
    patch:
      operation: INSERT_BEFORE
      value:
        name: envoy.filters.http.lua
        typed_config:
          "@type": type.googleapis.com/envoy.extensions.filters.http.lua.v3.Lua
          inlineCode: |
            function envoy_on_request(handle)
              handle:headers():add("x-seen", "1")
            end
`
  return istioObject('networking.istio.io/v1alpha3', 'EnvoyFilter', namespace, `${app}-lua`, spec)
}

export function plugin(namespace: string, app: string): string {
  const spec = `${selector(app)}url: oci://registry.example.com/filters/audit:1\nphase: AUTHN\n`
  return istioObject('extensions.istio.io/v1alpha1', 'WasmPlugin', namespace, `${app}-audit`, spec)
}
