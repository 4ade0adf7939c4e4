/** @jsxRuntime automatic */
/** @jsxImportSource react */
import type { ReactNode } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { Body, Button, Container, Head, Heading, Html, Link, Preview, Section, Text } from 'react-email'
import { directionOf } from '../html/document.ts'

/** An e-mail, ready for the mailer. */
export interface RenderedEmail {
  subject: string
  html: string
  text: string
}

export type EmailRow = [label: string, value: string, weight?: 'strong']

const font = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif'
const colour = {
  paper: '#f6f5f2',
  card: '#ffffff',
  ink: '#1b1f1d',
  muted: '#5a625e',
  line: '#e0ded7',
  accent: '#0b5f4d',
}

// Inline styles are what every mail program reads; those that know dark mode read this too.
const darkStyles = `:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (prefers-color-scheme:dark){
.paper{background-color:#111413!important}
.card{background-color:#191d1c!important;border-color:#2f3634!important}
.ink{color:#eceeed!important}
.muted{color:#a5ada9!important}
.row{border-color:#2f3634!important}
.panel{background-color:#212625!important}
.link{color:#5fcfae!important}
.button{background-color:#5fcfae!important;color:#05231b!important}
}`

/**
 * The frame of every e-mail: a sender, a title, a card of content, small print. Built of tables, for mail programs; it
 * loads nothing, so that opening it tells nobody. `preview` is what an inbox shows beside the subject.
 */
export function EmailLayout(props: {
  language: string
  sender: string
  title: string
  preview: string
  children: ReactNode
  footer: string
}) {
  return (
    <Html lang={props.language} dir={directionOf(props.language)}>
      <Head>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <meta name="format-detection" content="telephone=no, date=no, address=no" />
        <title>{props.title}</title>
        <style>{darkStyles}</style>
      </Head>
      <Preview>{props.preview}</Preview>
      {/* Left to itself, the body says that it is English and begins at the left. */}
      <Body
        lang={props.language}
        dir={directionOf(props.language)}
        className="paper"
        style={{ margin: 0, padding: 0, fontFamily: font }}
      >
        <Section className="paper" style={{ backgroundColor: colour.paper, padding: '24px 12px' }}>
          <Container style={{ maxWidth: '600px', width: '100%' }}>
            <Text className="ink" style={{ ...text, fontWeight: 600, fontSize: '17px', margin: '0 0 16px' }}>
              {props.sender}
            </Text>
            <Section
              className="card"
              style={{
                backgroundColor: colour.card,
                border: `1px solid ${colour.line}`,
                borderRadius: '12px',
                padding: '24px 20px',
              }}
            >
              <Heading
                as="h1"
                className="ink"
                style={{ ...text, margin: '0 0 16px', fontSize: '20px', lineHeight: '28px', fontWeight: 600 }}
              >
                {props.title}
              </Heading>
              {props.children}
            </Section>
            <Text
              className="muted"
              style={{
                ...text,
                color: colour.muted,
                fontSize: '13px',
                lineHeight: '20px',
                margin: '16px 0 0',
              }}
            >
              {props.footer}
            </Text>
          </Container>
        </Section>
      </Body>
    </Html>
  )
}

/** A paragraph; line breaks in it are kept. */
export function EmailText({ children, quiet = false }: { children: string; quiet?: boolean }) {
  return (
    <Text
      className={quiet ? 'muted' : 'ink'}
      style={{
        ...text,
        ...(quiet ? { color: colour.muted, fontSize: '14px', lineHeight: '22px' } : {}),
        whiteSpace: 'pre-line',
      }}
    >
      {children}
    </Text>
  )
}

/** Words somebody wrote by hand, set apart from ours. */
export function EmailPanel({ title, children }: { title?: string; children: string }) {
  return (
    <Section
      className="panel"
      style={{ backgroundColor: colour.paper, borderRadius: '8px', padding: '12px 16px', margin: '0 0 16px' }}
    >
      {title ? (
        <Text className="ink" style={{ ...text, fontWeight: 600, margin: '0 0 4px' }}>
          {title}
        </Text>
      ) : null}
      <Text className="ink" style={{ ...text, margin: 0, whiteSpace: 'pre-line' }}>
        {children}
      </Text>
    </Section>
  )
}

/** The one figure of the e-mail, large, and what belongs to it. */
export function EmailFigure({ label, figure, detail }: { label: string; figure: string; detail: string }) {
  return (
    <>
      <Text className="muted" style={{ ...text, color: colour.muted, margin: 0 }}>
        {label}
      </Text>
      <Text
        className="ink"
        style={{
          ...text,
          fontSize: '34px',
          lineHeight: '42px',
          fontWeight: 600,
          letterSpacing: '-0.5px',
          margin: 0,
        }}
      >
        {figure}
      </Text>
      <Text className="muted" style={{ ...text, color: colour.muted, margin: '0 0 16px' }}>
        {detail}
      </Text>
    </>
  )
}

/** A button and, for programs that show none, the bare address under it. */
export function EmailButton({
  href,
  label,
  addressWords,
}: {
  href: string
  label: string
  addressWords: string
}) {
  return (
    <>
      <Button
        className="button"
        href={href}
        style={{
          display: 'block',
          backgroundColor: colour.accent,
          color: '#ffffff',
          borderRadius: '8px',
          padding: '14px 24px',
          fontFamily: font,
          fontSize: '16px',
          fontWeight: 600,
          textAlign: 'center',
        }}
      >
        {label}
      </Button>
      <Text
        className="muted"
        style={{ ...text, color: colour.muted, fontSize: '13px', lineHeight: '20px', margin: '12px 0 20px' }}
      >
        {addressWords}
        <br />
        <Link
          className="link"
          href={href}
          style={{ color: colour.accent, textDecoration: 'underline', wordBreak: 'break-all' }}
        >
          {href}
        </Link>
      </Text>
    </>
  )
}

/** Labels and figures, one a line. */
export function EmailRows({ rows }: { rows: EmailRow[] }) {
  return (
    <table
      width="100%"
      cellPadding={0}
      cellSpacing={0}
      style={{ borderCollapse: 'collapse', margin: '0 0 16px' }}
    >
      <tbody>
        {rows.map(([label, value, weight], index) => {
          const cell = {
            ...text,
            margin: 0,
            padding: '8px 0',
            borderTop: `1px solid ${colour.line}`,
            verticalAlign: 'top',
            fontWeight: weight ? 600 : 400,
          } as const
          return (
            <tr key={index}>
              <th
                scope="row"
                className="row ink"
                style={{
                  ...cell,
                  textAlign: 'start',
                  wordBreak: /\S{24}/.test(label) ? 'break-word' : 'normal',
                  whiteSpace: 'pre-line',
                }}
              >
                {label}
              </th>
              <td
                className="row ink"
                style={{
                  ...cell,
                  textAlign: 'end',
                  paddingInlineStart: '16px',
                  whiteSpace: value.length > 24 ? 'normal' : 'nowrap',
                }}
              >
                {value}
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

/** The e-mail as HTML. Without react-email's own `render`, whose streams cost more than twice the time. */
export function renderEmail(email: ReactNode): string {
  return `<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">${renderToStaticMarkup(email)}`
}

const text = {
  color: colour.ink,
  fontFamily: font,
  fontSize: '16px',
  lineHeight: '24px',
  margin: '0 0 16px',
} as const
