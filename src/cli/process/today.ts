import { UsageError } from './errors.ts'

/**
 * The day on which lists with last days are read, as `YYYY-MM-DD` in UTC. `SOURCE_DATE_EPOCH` sets it, as for builds that have to come out
 * the same at any time (reproducible-builds.org/docs/source-date-epoch): the seconds since 1970.
 */
export function today(environment: NodeJS.ProcessEnv = process.env, now: () => Date = () => new Date()): string {
  const epoch = environment.SOURCE_DATE_EPOCH
  if (epoch === undefined || epoch === '') return day(now())
  const date = /^\d{1,12}$/.test(epoch) ? new Date(Number(epoch) * 1000) : undefined
  if (date === undefined || Number.isNaN(date.getTime())) throw new UsageError('SOURCE_DATE_EPOCH is not a number of seconds since 1970')
  return day(date)
}

function day(date: Date): string {
  return date.toISOString().slice(0, 10)
}
