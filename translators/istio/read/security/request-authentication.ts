import type { RequestAuthenticationSpec } from '../../../../src/crd/generated/types/istio/request-authentication.ts'
import type { RequestAuthentication } from '../../../../src/model/authentication.ts'
import type { KindReader } from '../../../../src/model/dialect.ts'
import { type FieldMap, readFields } from '../../../../src/model/fields.ts'
import { policyAttachment, policySelector, readPolicyTarget, type WrittenAttachment } from './policy-attachment.ts'
import { readTokenIssuer } from './token-issuer.ts'

type Written = WrittenAttachment & Pick<RequestAuthentication, 'issuers'>

const fields: FieldMap<RequestAuthenticationSpec, Written, undefined> = {
  jwtRules: (rules, at) => ({ issuers: rules.map((rule, position) => readTokenIssuer(rule, at.index(position))) }),
  selector: policySelector,
  targetRef: (target, at) => ({ target: readPolicyTarget(target, at) }),
  targetRefs: (targets, at) => ({ targets: targets.map((target, position) => readPolicyTarget(target, at.index(position))) }),
}

export const requestAuthenticationReader: KindReader = {
  group: 'security.istio.io',
  kind: 'RequestAuthentication',
  phase: 'objects',
  read(object, context, into) {
    const { namespace, name } = object.ref
    const spec = (object.value.spec ?? {}) as RequestAuthenticationSpec
    const written = readFields(fields, spec, object.place.field('spec'), undefined)
    into.requestAuthentication.push({
      name,
      namespace,
      attachment: policyAttachment(written, namespace, context.settings),
      issuers: written.issuers ?? [],
      place: object.place,
    })
    return true
  },
}
