import { anyRequest, isEveryRequest } from '../http/requests.ts'
import type { Box } from './box.ts'
import type { HttpPorts } from './http-ports.ts'
import { complementPorts, intersectPorts } from './port-set.ts'

/**
 * What is left of an ALLOW rule with a condition on requests. Where a sidecar reads no HTTP the whole rule is dropped, also alternatives without such a condition
 * (istio:pilot/pkg/security/authz/model/model.go Generate, forTCP). Example: `to: [{operation: {ports: ["9090"]}}, {operation: {paths: [/admin]}}]` admits no
 * client at 9090, if that is a port of bytes. At a port that nothing names, a sidecar reads HTTP where it looks like it: requests are admitted, and no other bytes.
 */
export function whereHttpIsRead(box: Box, { named, possible }: HttpPorts): readonly Box[] {
  if (!isEveryRequest(box.requests)) return [box]
  return [
    { ...box, ports: intersectPorts(box.ports, named) },
    { ...box, ports: intersectPorts(box.ports, intersectPorts(possible, complementPorts(named))), requests: anyRequest },
  ].filter(({ ports }) => ports.length > 0)
}
