import { encode } from 'uqr'

/** The light margin that scanners need around a code, in modules (ISO/IEC 18004). */
export const quietZone = 4

/** The modules of the QR code for `text`, row by row, true for dark, without its margin. */
export function qrModules(text: string): boolean[][] {
  return encode(text, { ecc: 'M', border: 0 }).data
}
