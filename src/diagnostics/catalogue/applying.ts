import { definesAt } from '../diagnostic.ts'

const define = definesAt('target')

/** What the API server and its clients make of an output. */
export const applying = {
  labelIsSelected: define<{ label: string; workload: string; selector: string }>({
    code: 'US4005',
    severity: 'error',
    title: 'A label that a selector uses would have to change',
    message: ({ label, workload, selector }) =>
      `\`${label}\` of \`${workload}\` would have to change to move, and \`${selector}\` selects pods by it, so \`${workload}\` stays on its sidecar`,
    help: 'Select the pods by another label, such as `app`; where the selector cannot change (Deployments, StatefulSets), replace the workload by one with another selector.',
    fate: 'refused',
    why: "The API server refuses a workload whose selector does not match the labels of its template (kubernetes:pkg/apis/apps/validation ValidateDeploymentSpec), and selectors of workloads are immutable. Services, PodDisruptionBudgets, NetworkPolicies and policies would select other pods than before. A label may stay where nothing injects the namespace any more; here pods of the namespace still need the injector, or its labels are not in the input's hands.",
  }),
  injectedLabelIsSelected: define<{ label: string; pods: string; selector: string }>({
    code: 'US3266',
    severity: 'error',
    title: 'A selector by a label that the injector writes',
    message: ({ label, pods, selector }) =>
      `\`${selector}\` selects by \`${label}\`, which the injector writes at pods with a sidecar, so ${pods} without one would be selected otherwise`,
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
      `\`${selector}\` selects namespaces by \`${label}\`, which \`${namespace}\` would lose or get, so it stays on its sidecars`,
    help: 'Select the namespaces by another label, such as `kubernetes.io/metadata.name`.',
    fate: 'refused',
    why: 'A NetworkPolicy that admits namespaces with `istio-injection: enabled` refuses the pods of a namespace that has given the label up; one that admits those without it would let them in.',
  }),
  selectedLabelKept: define<{ label: string; workload: string; selector: string }>({
    code: 'US4007',
    severity: 'info',
    title: 'A label stays because a selector uses it',
    message: ({ label, workload, selector }) =>
      `\`${label}\` stays at \`${workload}\`, because \`${selector}\` selects pods by it; it injects nothing any more`,
    help: 'Nothing to do. Select the pods by another label before you remove this one.',
    why: 'The namespace has `istio-injection: disabled`, or the pods have `sidecar.istio.io/inject: "false"`, and no webhook of the injector looks at them (istio:manifests/charts/istio-control/istio-discovery/templates/mutatingwebhook.yaml).',
  }),
  jobLeft: define<{ job: string }>({
    code: 'US4008',
    severity: 'info',
    title: 'The pod template of a Job is left as it is',
    message: ({ job }) =>
      `\`${job}\` is left as it is, because the pod template of a Job cannot be changed; nothing injects its pods any more`,
    help: 'Nothing to do. Take the label out when the Job is made anew.',
    why: 'The API server refuses every change of `spec.template` of a Job (kubernetes:pkg/apis/batch/validation ValidateJobSpecUpdate). Its label asks for a sidecar in vain where the namespace has `istio-injection: disabled`; a pod that runs already keeps the sidecar that it has until it ends.',
  }),
  jobCaptured: define<{ job: string }>({
    code: 'US4009',
    severity: 'warning',
    title: 'A Job outside of the mesh comes into it',
    message: ({ job }) =>
      `\`${job}\` opted out of the sidecar, and ztunnel captures its pods, because the pod template of a Job cannot be given \`istio.io/dataplane-mode: none\``,
    help: 'Let the Job end before the namespace moves, or make it anew with `istio.io/dataplane-mode: none` at its pods.',
    announces: ['narrower', 'rerouted'],
    why: 'The API server refuses every change of `spec.template` of a Job (kubernetes:pkg/apis/batch/validation ValidateJobSpecUpdate), and ztunnel asks only for its own label. Nothing in the input asks who these pods are as clients, or the namespace would stay (US4010).',
  }),
  jobCannotBeLabelled: define<{ job: string; label: string }>({
    code: 'US4010',
    severity: 'error',
    title: 'A Job would need a label that it cannot be given',
    message: ({ job, label }) =>
      `\`${job}\` would need another \`${label}\`, and the pod template of a Job cannot be changed, so what depends on it stays on sidecars`,
    help: 'Let the Job end and leave it out of the input, or make it anew with the label at its pods.',
    fate: 'refused',
    why: 'The API server refuses every change of `spec.template` of a Job (kubernetes:pkg/apis/batch/validation ValidateJobSpecUpdate). Without the label its pods would lose the sidecar that enforces their policies, or would get an identity that policies look at.',
  }),
  applyLeavesField: define<{ object: string; fields: readonly string[]; command: string }>({
    code: 'US4012',
    severity: 'warning',
    title: 'Client-side apply would leave a field that has to go',
    message: ({ object, fields, command }) =>
      `\`kubectl apply\` leaves ${fields.map((field) => `\`${field}\``).join(', ')} of \`${object}\` in place, because applying did not put ${fields.length === 1 ? 'it' : 'them'} there; before applying, run \`${command}\``,
    help: 'Run the command, which changes nothing but what `kubectl apply` remembers, and then apply client-side. Where everything was applied server-side from the start, apply server-side; nothing else is needed.',
    why: '`kubectl apply` takes away what its last configuration had, which objects from `kubectl create` lack, and server-side apply what its own manager owns (kubernetes.io/docs/concepts/overview/working-with-objects/declarative-config). A policy with `selector` and `targetRefs` is refused by the API server, while what is applied with it is in already (measured with kube-apiserver 1.37.2).',
  }),
  labelsByHand: define<{ namespace: string; labels: readonly string[] }>({
    code: 'US4011',
    severity: 'info',
    title: 'A label that was set by hand does not go by applying',
    message: ({ namespace, labels }) =>
      `applying takes ${labels.map((label) => `\`${label}\``).join(' and ')} from \`${namespace}\` only where applying put ${labels.length === 1 ? 'it' : 'them'} there; \`kubectl label namespace ${namespace} ${labels.map((label) => `${label}-`).join(' ')}\` takes ${labels.length === 1 ? 'it' : 'them'} away in any case`,
    help: 'Run the command after applying and before pods are restarted.',
    why: '`kubectl apply` removes what its last configuration had, and server-side apply what its manager owns; a label from `kubectl label` is neither. Pods that stay need the injector, so `istio-injection: disabled` cannot overrule the label here.',
  }),
} as const
