import type { KindReader } from '../../../../src/model/dialect.ts'
import { authorizationPolicyReader } from './authorization-policy.ts'
import { peerAuthenticationReader } from './peer-authentication.ts'
import { requestAuthenticationReader } from './request-authentication.ts'

export const securityReaders: readonly KindReader[] = [authorizationPolicyReader, peerAuthenticationReader, requestAuthenticationReader]
