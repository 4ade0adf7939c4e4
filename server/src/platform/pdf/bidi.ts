import bidiFactory, { type Bidi } from 'bidi-js'

/** Unicode's bidirectional algorithm (UAX 9). The package is CommonJS: what its types call the default export is the module itself. */
export const bidi = (bidiFactory as unknown as () => Bidi)()
