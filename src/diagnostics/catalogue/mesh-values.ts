import { definesAt } from '../diagnostic.ts'

const define = definesAt('meaning')

/** Values of istiod's Helm chart in values files, Helm releases and control plane resources. */
export const meshValues = {
  chartValuesRead: define<{ holder: string }>({
    code: 'US0012',
    severity: 'info',
    title: "Values of istiod's chart are read as mesh settings",
    message: ({ holder }) => `\`${holder}\` has values of istiod's Helm chart, which are read as mesh settings`,
    help: 'Give the values of one mesh at a time; leave out the values of other meshes.',
    why: "istiod's chart writes `meshConfig` into the ConfigMap `istio`, and `global.proxy` and `sidecarInjectorWebhook` into the configuration of the injector (istio:manifests/charts/istio-control/istio-discovery). An umbrella chart has them under the name of that chart.",
    example: 'istiod:\n  meshConfig:\n    outboundTrafficPolicy: {mode: REGISTRY_ONLY}',
  }),
  valuesOfSeveralMeshes: define<{ setting: string; own: string; other: string }>({
    code: 'US0036',
    severity: 'error',
    title: 'Values of several meshes are in one input',
    message: ({ setting, own, other }) =>
      `\`${setting}\` differs between \`${own}\` and \`${other}\`, so it is not known which value applies to these manifests`,
    help: 'Convert each cluster separately, with the values of that cluster only: give its folders and its values file instead of the folder that contains all of them.',
    fate: 'refused',
    why: "Each installation of istiod has one set of values. Clusters and revisions have different values. Trust domains, the root namespace, egress and traffic capture decide about requests, so another cluster's values describe another mesh. Settings without an effect on requests may differ.",
    example: 'unsidecar convert manifests/ clusters/east/values.yaml --to ambient',
  }),
  notDiscovered: define<{ object: string; setting: string }>({
    code: 'US0034',
    severity: 'warning',
    title: 'An object in a namespace that istiod does not watch has no effect',
    message: ({ object, setting }) => `\`${object}\` has no effect, because istiod does not watch its namespace (\`${setting}\`)`,
    help: 'Add the labels that the selectors require if the namespace belongs to the mesh, or remove the object.',
    fate: 'no-effect',
    why: 'The selectors apply to everything that istiod watches: Services, pods, policies, routes (istio:pilot/pkg/bootstrap/server.go; istio.io blog 2021/discovery-selectors). A control plane of OpenShift Service Mesh 2 watches only the members of its mesh.',
    example: 'discoverySelectors:\n- matchLabels: {istio-discovery: enabled}',
  }),
  discoveryUnknown: define<{ object: string; setting: string }>({
    code: 'US0035',
    severity: 'error',
    title: 'It is not known whether istiod watches a namespace',
    message: ({ object, setting }) =>
      `\`${setting}\` selects by labels of the namespace of \`${object}\`, which is not in the input, so it is not known whether the object has an effect`,
    help: 'Add the Namespace to the input, with the labels that it has in the cluster.',
    fate: 'refused',
    why: 'istiod ignores namespaces that match none of the selectors (istio:pilot/pkg/bootstrap/server.go). A policy or route there has no effect; a translation of it would have one.',
    example: 'discoverySelectors:\n- matchLabels: {istio-discovery: enabled}',
  }),
  defaultProxyChanged: define<{ setting: string }>({
    code: 'US0032',
    severity: 'error',
    title: 'A mesh setting customises every sidecar',
    message: ({ setting }) =>
      `\`${setting}\` changes every proxy of the mesh in ways that no manifest shows, so it is not known which requests they allow`,
    help: 'Replace the setting by policies and routes, or give `--assume unread-reviewed` if it has no effect on requests.',
    fate: 'refused',
    why: "A custom bootstrap, another binary and Envoy's runtime settings can add filters, answer requests and change path matching (api:mesh/v1alpha1/proxy.proto). None of it applies to ztunnel and waypoints.",
    example: 'defaultConfig:\n  runtimeValues:\n    envoy.reloadable_features.example: "false"',
  }),
  chartValueNotRead: define<{ holder: string; value: string }>({
    code: 'US0014',
    severity: 'error',
    title: 'A value for istiod is not known',
    message: ({ holder, value }) =>
      `\`${holder}\` has \`${value}\` among its values for istiod, whose final value is not known, so all mesh settings count as unknown`,
    help: 'Give the ConfigMaps `istio` and `istio-sidecar-injector` of the cluster instead, or write the values out.',
    fate: 'refused',
    why: 'Another tool sets the value. Egress, trust domains and traffic capture depend on it.',
    example: 'meshConfig:\n  trustDomain: {{ .Values.trustDomain }}',
  }),
} as const
