import { definesAt } from '../diagnostic.ts'

const define = definesAt('schema')

const structuralSource = 'The API server checks every object against the OpenAPI schema of its CRD before anybody else sees it.'

/** Input that the API server or Istio's webhook would not take, or would not keep as it is written. */
export const schema = {
  invalidValue: define<{ path: string; reason: string }>({
    code: 'US1001',
    severity: 'error',
    title: 'Value that the schema does not allow',
    message: ({ path, reason }) => `\`${path}\` ${reason}`,
    help: 'Correct the value; the object is left alone until then.',
    fate: 'refused',
    why: `${structuralSource} An object that fails cannot be applied, so it is not translated either.`,
    example: 'spec:\n  action: PERMIT   # AuthorizationPolicy knows ALLOW, DENY, AUDIT and CUSTOM',
  }),
  missingField: define<{ path: string; field: string }>({
    code: 'US1002',
    severity: 'error',
    title: 'Required field is missing',
    message: ({ path, field }) => `\`${path}\` lacks \`${field}\`, which the schema requires`,
    help: 'Add the field; the object is left alone until then.',
    fate: 'refused',
    why: `${structuralSource} An object that fails cannot be applied, so it is not translated either.`,
  }),
  unknownField: define<{ path: string; kind: string }>({
    code: 'US1003',
    severity: 'warning',
    title: 'Field that the schema does not have',
    message: ({ path, kind }) => `\`${path}\` is no field of ${kind}, so it has no effect today`,
    help: 'Look for a misspelt name or wrong indentation; remove the field if it is a leftover.',
    fate: 'no-effect',
    why: 'The API server prunes fields that are not in the schema of a CRD, or refuses them under strict field validation, so no proxy ever sees them.',
    example: 'spec:\n  selector:\n    matchlabels: {app: web}   # the field is matchLabels: this policy selects every workload',
  }),
  duplicateItem: define<{ path: string; earlier: string }>({
    code: 'US1004',
    severity: 'error',
    title: 'List item occurs twice',
    message: ({ path, earlier }) => `\`${path}\` repeats \`${earlier}\` in a list whose items must differ`,
    help: 'Remove or rename one of the two items; the object is left alone until then.',
    fate: 'refused',
    why: 'Lists that the schema marks as a set or as a map (x-kubernetes-list-type) may not hold two items with the same value or keys; the API server refuses the object.',
  }),
  ruleViolated: define<{ path: string; message: string }>({
    code: 'US1005',
    severity: 'error',
    title: 'Rule of the schema is violated',
    message: ({ path, message }) => `\`${path}\` breaks a rule of its schema: ${message}`,
    help: 'Change the values that the rule speaks of; the object is left alone until then.',
    fate: 'refused',
    why: 'CRDs carry CEL rules (x-kubernetes-validations) that the API server evaluates after the schema itself; an object that breaks one cannot be applied.',
  }),
  unknownVersion: define<{ apiVersion: string; kind: string; served: string }>({
    code: 'US1006',
    severity: 'error',
    title: 'API version that does not exist',
    message: ({ apiVersion, kind, served }) => `${kind} has no version \`${apiVersion}\`, only ${served}`,
    help: 'Write one of the versions that exist; the object is left alone until then.',
    fate: 'refused',
    why: 'The API server takes only the versions that the CRD serves.',
  }),
  unknownKind: define<{ apiVersion: string; kind: string }>({
    code: 'US1007',
    severity: 'warning',
    title: 'Kind that is not known',
    message: ({ apiVersion, kind }) => `\`${apiVersion}\` has no kind \`${kind}\` that is known, so the object is left as it is`,
    help: 'Check the spelling of `kind` and `apiVersion`.',
    why: 'The group belongs to Kubernetes, Istio, the Gateway API or Cilium, and no release that is known has such a kind in it. What was meant may decide about requests (an `AuthorisationPolicy`), so it is unread input.',
  }),
  retiredKind: define<{ apiVersion: string; kind: string; successor: string }>({
    code: 'US1008',
    severity: 'warning',
    title: 'Kind of a retired API',
    message: ({ apiVersion, kind, successor }) => `${kind} of \`${apiVersion}\` is ignored by every supported Istio release: ${successor}`,
    help: 'Remove the object, or write what it meant with the API that replaced it. It is left as it is.',
    why: 'Istio removed these CRDs (istio:manifests/charts/base/files); such objects only remain in old repositories.',
  }),
  webhookRefuses: define<{ path: string; reason: string }>({
    code: 'US1009',
    severity: 'error',
    title: "Istio's webhook refuses this",
    message: ({ path, reason }) => `\`${path}\` ${reason}`,
    help: 'Change the object so that istiod accepts it; it is left alone until then.',
    fate: 'refused',
    why: 'istiod validates its own objects on admission, beyond their schemas (istio:pkg/config/validation/validation.go). What it refuses has no defined meaning.',
    example: 'spec:\n  action: DENY   # a DENY policy needs rules',
  }),
} as const
