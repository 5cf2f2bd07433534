/** The version of the JSON reports: additive changes keep it. */
export const reportVersion = '1'
