import { FontSubset, sharedSubset } from './embedded-font.ts'
import type { FontFace } from './font-face.ts'
import { hex } from './pdf-objects.ts'
import { ReplacementFont } from './replacement-font.ts'
import type { TextRun } from './text-layout.ts'

/** A glyph as it is shown: `code` in its font; lengths in thousandths of the size. */
export interface ShownGlyph {
  code: string
  /** How far the pen shall move. */
  pen: number
  /** How far the font itself moves it. */
  advance: number
  dx: number
  dy: number
}

/** Glyphs that one font of the document shows. `fontName` is its name in the resources of every page. */
export interface ShownRun {
  fontName: string
  glyphs: ShownGlyph[]
}

interface Resource<Font> {
  name: string
  reference: PDFKit.PDFKitReference
  font: Font
}

/** The fonts of one document. */
export class FontResources {
  private readonly pdf: PDFKit.PDFDocument
  private readonly common = new Map<FontFace, Resource<FontSubset>>()
  private readonly own = new Map<FontFace, Resource<FontSubset>>()
  private replacement: Resource<ReplacementFont> | null = null
  private count = 0

  constructor(pdf: PDFKit.PDFDocument) {
    this.pdf = pdf
  }

  /** The run's glyphs as codes of the document's fonts, which the current page is given. */
  show(run: TextRun): ShownRun[] {
    if (!run.face) return [this.showReplacements(run)]
    const runs: ShownRun[] = []
    const common = run.face.isCommon
      ? this.resource(this.common, run.face, () => sharedSubset(run.face as FontFace))
      : null
    for (const glyph of run.glyphs) {
      const inCommon = common?.font.find(glyph)
      const resource = common && inCommon ? common : this.ownResource(run.face)
      const { cid, advance } = inCommon ?? resource.font.add(glyph)
      const shown = { code: hex(cid, 4), pen: glyph.advance, advance, dx: glyph.dx, dy: glyph.dy }
      const last = runs.at(-1)
      if (last?.fontName === resource.name) last.glyphs.push(shown)
      else runs.push({ fontName: this.onPage(resource), glyphs: [shown] })
    }
    return runs
  }

  /** Writes all fonts; nothing can be shown afterwards. */
  write(): void {
    for (const { font, name, reference } of [...this.common.values(), ...this.own.values()]) {
      font.write(this.pdf, reference, subsetTag(name))
    }
    this.replacement?.font.write(this.pdf, this.replacement.reference)
  }

  private showReplacements(run: TextRun): ShownRun {
    this.replacement ??= this.named(new ReplacementFont())
    const { font } = this.replacement
    const glyphs = run.glyphs.map((glyph) => ({
      code: hex(font.codeFor(glyph.codePoints[0] ?? 0xfffd), 2),
      pen: glyph.advance,
      advance: glyph.advance,
      dx: 0,
      dy: 0,
    }))
    return { fontName: this.onPage(this.replacement), glyphs }
  }

  private ownResource(face: FontFace): Resource<FontSubset> {
    return this.resource(this.own, face, () => new FontSubset(face))
  }

  private resource(
    known: Map<FontFace, Resource<FontSubset>>,
    face: FontFace,
    create: () => FontSubset,
  ): Resource<FontSubset> {
    let resource = known.get(face)
    if (!resource) {
      resource = this.named(create())
      known.set(face, resource)
    }
    return resource
  }

  private named<Font>(font: Font): Resource<Font> {
    this.count += 1
    return { name: `F${this.count}`, reference: this.pdf.ref({}), font }
  }

  private onPage(resource: Resource<unknown>): string {
    this.pdf.page.fonts[resource.name] = resource.reference
    return resource.name
  }
}

/** Six capital letters before the font's name mark it as a subset (PDF 32000-1, 9.6.4): 'F2' → 'AAAAAC'. */
function subsetTag(name: string): string {
  const letters = Number(name.slice(1)).toString(26).padStart(6, '0')
  return [...letters].map((digit) => String.fromCharCode(65 + Number.parseInt(digit, 26))).join('')
}
