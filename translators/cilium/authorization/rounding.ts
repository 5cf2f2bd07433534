/**
 * Which way an identity that cannot be said exactly may be rounded: `down` where letting in one client too many would widen access, `up` where
 * leaving one client out would.
 */
export type Rounding = 'down' | 'up'
