import { definesAt } from '../diagnostic.ts'

const define = definesAt('meaning')

/** Values of istiod's chart in files, releases and control planes. */
export const meshValues = {
  chartValuesRead: define<{ holder: string }>({
    code: 'US0012',
    severity: 'info',
    title: "Values of istiod's chart are read as mesh settings",
    message: ({ holder }) => `\`${holder}\` has values of istiod's chart, which are read as settings of the mesh`,
    help: 'Give the values of one mesh at a time; where they are of another one, leave them out.',
    why: "istiod's chart writes `meshConfig` into the ConfigMap `istio`, and `global.proxy` and `sidecarInjectorWebhook` into what the injector follows (istio:manifests/charts/istio-control/istio-discovery). An umbrella chart has them below the name of that chart.",
    example: 'istiod:\n  meshConfig:\n    outboundTrafficPolicy: {mode: REGISTRY_ONLY}',
  }),
  chartValueNotRead: define<{ holder: string; value: string }>({
    code: 'US0014',
    severity: 'error',
    title: 'A value of istiod that is not known here',
    message: ({ holder, value }) =>
      `\`${value}\` among the values that \`${holder}\` has for istiod is not known here, so no mesh setting is taken for known`,
    help: 'Give the ConfigMaps `istio` and `istio-sidecar-injector` of the cluster in its place, or write the values out.',
    fate: 'refused',
    why: 'Another tool fills the value in, or takes it from elsewhere. Egress, trust domains and what sidecars capture follow from it.',
    example: 'meshConfig:\n  trustDomain: {{ .Values.trustDomain }}',
  }),
} as const
