import { definesAt } from '../diagnostic.ts'

const define = definesAt('target')

/** What the API server and `kubectl apply` do with the output. */
export const applying = {
  labelIsSelected: define<{ label: string; workload: string; selector: string }>({
    code: 'US4005',
    severity: 'error',
    title: 'A label that a selector uses would have to change',
    message: ({ label, workload, selector }) =>
      `moving \`${workload}\` would change its label \`${label}\`, by which \`${selector}\` selects pods, so \`${workload}\` keeps its sidecar`,
    help: 'Select the pods by another label, such as `app`. The selector of a Deployment or StatefulSet cannot change: replace the workload by one with another selector.',
    fate: 'refused',
    why: 'The API server refuses a workload whose selector does not match the labels of its template (kubernetes:pkg/apis/apps/validation ValidateDeploymentSpec), and selectors of workloads are immutable. Services, PodDisruptionBudgets, NetworkPolicies and policies would select other pods than before. The label can only stay where the namespace is no longer injected. Here other pods of the namespace still need the injector, or the input does not have the labels of the namespace.',
  }),
  injectedLabelIsSelected: define<{ label: string; pods: string; selector: string }>({
    code: 'US3266',
    severity: 'error',
    title: 'A selector uses a label that the injector adds',
    message: ({ label, pods, selector }) =>
      `\`${selector}\` selects by \`${label}\`, which only the injector adds, so it would match ${pods} differently without a sidecar`,
    help: 'Select the pods by a label of their template, such as `app`, or write the label in the template; until then they keep their sidecar.',
    fate: 'refused',
    why: 'The injection template gives pods `security.istio.io/tlsMode`, `service.istio.io/canonical-name` and `service.istio.io/canonical-revision`, with HBONE `networking.istio.io/tunnel`, and where the webhook names a network `topology.istio.io/network` (istio:manifests/charts/istio-control/istio-discovery/files/injection-template.yaml, istio:pkg/kube/inject/webhook.go). Pods in ambient mode have only the labels of their template: policies, NetworkPolicies and Services by such a label would select none of them, and what excludes the label would select them all.',
    example: 'kind: NetworkPolicy\nspec:\n  podSelector: {matchLabels: {security.istio.io/tlsMode: istio}}',
  }),
  namespaceLabelIsSelected: define<{ label: string; namespace: string; selector: string }>({
    code: 'US4006',
    severity: 'error',
    title: 'A label of a namespace that a selector uses would have to change',
    message: ({ label, namespace, selector }) =>
      `\`${selector}\` selects namespaces by \`${label}\`, which the move of \`${namespace}\` would add or remove, so its pods keep their sidecars`,
    help: 'Select the namespaces by another label, such as `kubernetes.io/metadata.name`.',
    fate: 'refused',
    why: 'A NetworkPolicy that admits namespaces with `istio-injection: enabled` refuses the pods of a namespace that has lost the label. One that admits namespaces without the label would let them in.',
  }),
  selectedLabelKept: define<{ label: string; workload: string; selector: string }>({
    code: 'US4007',
    severity: 'info',
    title: 'A label stays because a selector uses it',
    message: ({ label, workload, selector }) =>
      `\`${workload}\` keeps label \`${label}\`, because \`${selector}\` selects pods by it; the label no longer injects a sidecar`,
    help: 'Nothing to do. Select the pods by another label before you remove this one.',
    why: 'The namespace has `istio-injection: disabled`, or the pods have `sidecar.istio.io/inject: "false"`, and no webhook of the injector selects them (istio:manifests/charts/istio-control/istio-discovery/templates/mutatingwebhook.yaml).',
  }),
  jobLeft: define<{ job: string }>({
    code: 'US4008',
    severity: 'info',
    title: 'The pod template of a Job stays unchanged',
    message: ({ job }) => `\`${job}\` stays unchanged, because the pod template of a Job is immutable; its pods are no longer injected`,
    help: 'Nothing to do. Remove the label when the Job is created again.',
    why: 'The API server refuses every change of `spec.template` of a Job (kubernetes:pkg/apis/batch/validation ValidateJobSpecUpdate). Its label has no effect where the namespace has `istio-injection: disabled`. A pod that is already running keeps its sidecar until it ends.',
  }),
  jobCaptured: define<{ job: string }>({
    code: 'US4009',
    severity: 'warning',
    title: 'A Job outside the mesh becomes part of it',
    message: ({ job }) =>
      `\`${job}\` opted out of the sidecar, but ztunnel will capture its pods: the pod template of a Job is immutable and cannot get \`istio.io/dataplane-mode: none\``,
    help: 'Let the Job end before the namespace moves, or create it again with `istio.io/dataplane-mode: none` on its pods.',
    announces: ['narrower', 'rerouted'],
    why: 'The API server refuses every change of `spec.template` of a Job (kubernetes:pkg/apis/batch/validation ValidateJobSpecUpdate), and capture by ztunnel depends only on its own label. No policy in the input depends on the identity of these pods; if one did, the namespace would keep its sidecars (US4010).',
  }),
  jobCannotBeLabelled: define<{ job: string; label: string }>({
    code: 'US4010',
    severity: 'error',
    title: 'A Job needs a label that cannot be added',
    message: ({ job, label }) =>
      `\`${job}\` would need a change of \`${label}\`, but the pod template of a Job is immutable, so the workloads that depend on it keep their sidecars`,
    help: 'Let the Job end and leave it out of the input, or create it again with the label on its pods.',
    fate: 'refused',
    why: 'The API server refuses every change of `spec.template` of a Job (kubernetes:pkg/apis/batch/validation ValidateJobSpecUpdate). Without the label its pods would lose the sidecar that enforces their policies, or would get an identity that policies match.',
  }),
  applyLeavesField: define<{ object: string; fields: readonly string[]; command: string }>({
    code: 'US4012',
    severity: 'warning',
    title: 'Client-side apply would not remove a field',
    message: ({ object, fields, command }) =>
      `\`kubectl apply\` leaves ${fields.map((field) => `\`${field}\``).join(', ')} of \`${object}\` in place, because \`kubectl apply\` did not set ${fields.length === 1 ? 'it' : 'them'}; before applying, run \`${command}\``,
    help: 'Run the command, then apply client-side; it changes only the annotation in which `kubectl apply` records its last configuration. If everything was applied server-side from the start, apply server-side without the command.',
    why: 'Client-side apply removes only fields of its last configuration, which objects from `kubectl create` lack; server-side apply removes only fields of its own manager (kubernetes.io/docs/concepts/overview/working-with-objects/declarative-config). The API server refuses a policy with both `selector` and `targetRefs`, after it has already stored the other objects (measured with kube-apiserver 1.37.2).',
  }),
  labelsByHand: define<{ namespace: string; labels: readonly string[] }>({
    code: 'US4011',
    severity: 'info',
    title: 'Applying does not remove a label that was set by hand',
    message: ({ namespace, labels }) =>
      `applying removes ${labels.map((label) => `\`${label}\``).join(' and ')} from \`${namespace}\` only if applying set ${labels.length === 1 ? 'it' : 'them'}; \`kubectl label namespace ${namespace} ${labels.map((label) => `${label}-`).join(' ')}\` removes ${labels.length === 1 ? 'it' : 'them'} in any case`,
    help: 'Run the command after applying and before pods are restarted.',
    why: 'Client-side apply removes only fields of its last configuration, and server-side apply only fields of its own manager. A label from `kubectl label` is neither. Other pods of the namespace keep their sidecars and need the injector, so `istio-injection: disabled` cannot override the label here.',
  }),
} as const
