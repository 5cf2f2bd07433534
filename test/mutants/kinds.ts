import { attachmentKinds } from './kinds/attachment.ts'
import { authenticationKinds } from './kinds/authentication.ts'
import { authorizationKinds } from './kinds/authorization.ts'
import { ciliumKinds } from './kinds/cilium.ts'
import { enrolmentKinds } from './kinds/enrolment.ts'
import { portKinds } from './kinds/ports.ts'
import { routeKinds } from './kinds/routes.ts'
import type { MutantKind } from './mutant-kind.ts'

/** Every kind of damage, by family. Names are unique. */
export const mutantKinds: readonly MutantKind[] = [
  ...authorizationKinds,
  ...attachmentKinds,
  ...portKinds,
  ...authenticationKinds,
  ...routeKinds,
  ...enrolmentKinds,
  ...ciliumKinds,
]
