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
  valuesOfSeveralMeshes: define<{ setting: string; own: string; other: string }>({
    code: 'US0036',
    severity: 'error',
    title: 'Values of several meshes are in one input',
    message: ({ setting, own, other }) =>
      `\`${setting}\` differs between \`${own}\` and \`${other}\`, as it does between clusters and revisions, so which of them holds for these manifests is not known`,
    help: 'Convert each cluster by itself, with the values of that cluster alone: name the folders and the one file of values in place of the folder that holds them all.',
    fate: 'refused',
    why: "Each installation of istiod has one set of values. Trust domains, the root namespace, egress and what sidecars capture decide about requests; what is read with another cluster's values is another mesh. Settings that decide about no request may differ.",
    example: 'unsidecar convert manifests/ clusters/east/values.yaml --to ambient',
  }),
  notDiscovered: define<{ object: string; setting: string }>({
    code: 'US0034',
    severity: 'warning',
    title: 'What istiod does not see decides nothing',
    message: ({ object, setting }) =>
      `\`${object}\` decides nothing, because its namespace is not among those that istiod sees (\`${setting}\`)`,
    help: 'Give the namespace the labels that the selectors ask for if it is to be in the mesh, or take the object out.',
    fate: 'no-effect',
    why: 'The filter holds for everything that istiod watches: Services, pods, policies, routes (istio:pilot/pkg/bootstrap/server.go; istio.io blog 2021/discovery-selectors). A control plane of OpenShift Service Mesh 2 watches the members of its mesh only.',
    example: 'discoverySelectors:\n- matchLabels: {istio-discovery: enabled}',
  }),
  discoveryUnknown: define<{ object: string; setting: string }>({
    code: 'US0035',
    severity: 'error',
    title: 'Whether istiod sees a namespace is not known',
    message: ({ object, setting }) =>
      `\`${setting}\` asks for labels of the namespace of \`${object}\`, which is not in the input, so whether the object decides anything is not known`,
    help: 'Add the Namespace to the input, with its labels as the cluster has them.',
    fate: 'refused',
    why: 'istiod sees nothing in namespaces that meet none of the selectors (istio:pilot/pkg/bootstrap/server.go). What it does not see neither denies nor routes, and writing it elsewhere would.',
    example: 'discoverySelectors:\n- matchLabels: {istio-discovery: enabled}',
  }),
  defaultProxyChanged: define<{ setting: string }>({
    code: 'US0032',
    severity: 'error',
    title: "The mesh gives every sidecar another proxy than Istio's",
    message: ({ setting }) =>
      `\`${setting}\` changes every proxy of the mesh in ways that no manifest shows, so what they admit and send is not known`,
    help: 'Say what it does in policies and routes and take the setting out, or say that it decides about no request with `--assume unread-reviewed`.',
    fate: 'refused',
    why: "A bootstrap of its own, another binary and Envoy's runtime can add filters, answer requests and change how paths are compared (api:mesh/v1alpha1/proxy.proto). ztunnel and waypoints do nothing of it.",
    example: 'defaultConfig:\n  runtimeValues:\n    envoy.reloadable_features.example: "false"',
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
