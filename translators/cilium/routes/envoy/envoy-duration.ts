import { parseDuration } from '../../../../src/model/durations.ts'

/** Milliseconds as protobuf writes a duration in JSON: `1.5s`. */
export function envoyDuration(ms: number): string {
  return `${ms / 1000}s`
}

/** A duration of a DestinationRule, such as `1m`, in Envoy's words. */
export function asEnvoyDuration(text: string): string | undefined {
  const ms = parseDuration(text)
  return ms === undefined ? undefined : envoyDuration(ms)
}
