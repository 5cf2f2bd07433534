export const trafficInput = {} as const
