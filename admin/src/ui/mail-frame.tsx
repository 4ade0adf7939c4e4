/** An e-mail's HTML as its reader sees it: no scripts, no forms, no way out of the frame. */
export function MailFrame({ html, title }: { html: string; title: string }) {
  return (
    <iframe
      title={title}
      srcDoc={html}
      sandbox=""
      referrerPolicy="no-referrer"
      className="h-[28rem] w-full rounded-control border border-line bg-[#fff] [color-scheme:light]"
    />
  )
}
