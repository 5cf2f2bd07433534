import type { AuthorizationPolicySpec } from '../../../../src/crd/generated/types/istio/authorization-policy.ts'
import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import type { AuthorizationPolicy } from '../../../../src/model/authorization.ts'
import type { KindReader, ReadContext } from '../../../../src/model/dialect.ts'
import { type FieldMap, readFields } from '../../../../src/model/fields.ts'
import type { SourceObject } from '../../../../src/model/object.ts'
import { readAuthorizationRule } from './authorization-rule.ts'
import { policyAttachment, policySelector, readPolicyTarget, type WrittenAttachment } from './policy-attachment.ts'
import type { RuleContext } from './rule-context.ts'

type Written = WrittenAttachment & Pick<AuthorizationPolicy, 'provider' | 'rules'>

const effects = { ALLOW: 'allow', DENY: 'deny', AUDIT: 'audit', CUSTOM: 'external' } as const

const fields: FieldMap<AuthorizationPolicySpec, Written, Omit<RuleContext, 'unusable'>> = {
  // Read before the others: what the rules mean depends on it.
  action: () => ({}),
  provider: ({ name }) => (name === undefined ? {} : { provider: name }),
  rules: (rules, at, context) => ({ rules: rules.map((rule, position) => readAuthorizationRule(rule, at.index(position), context)) }),
  selector: policySelector,
  targetRef: (target, at) => ({ target: readPolicyTarget(target, at) }),
  targetRefs: (targets, at) => ({ targets: targets.map((target, position) => readPolicyTarget(target, at.index(position))) }),
}

export const authorizationPolicyReader: KindReader = {
  group: 'security.istio.io',
  kind: 'AuthorizationPolicy',
  phase: 'objects',
  read(object, context, into) {
    const spec = (object.value.spec ?? {}) as AuthorizationPolicySpec
    const effect = effects[spec.action ?? 'ALLOW']
    const { namespace, name } = object.ref
    const written = readFields(fields, spec, object.place.field('spec'), { ...context, namespace, effect })
    into.authorization.push({
      name,
      namespace,
      effect,
      ...(written.provider === undefined ? {} : { provider: written.provider }),
      dryRun: readDryRun(object, context),
      attachment: policyAttachment(written, namespace, context.settings),
      rules: written.rules ?? [],
      labels: object.labels,
      annotations: object.annotations,
      place: object.place,
    })
    return true
  },
}

const dryRunAnnotation = 'istio.io/dry-run'

function readDryRun(object: SourceObject, context: ReadContext): boolean {
  const value = object.annotations[dryRunAnnotation]
  if (value === undefined) return false
  if (/^(1|t|T|TRUE|true|True)$/.test(value)) return true
  if (!/^(0|f|F|FALSE|false|False)$/.test(value)) {
    const place = object.place.field('metadata').field('annotations').field(dryRunAnnotation)
    context.diagnostics.push(diagnose(catalogue.dryRunUnreadable, place, { value }))
  }
  return false
}
