/** The mark and the name. */
export function Brand() {
  return (
    <span className="inline-flex items-center gap-2.5">
      <svg aria-hidden viewBox="0 0 32 32" className="size-7 shrink-0">
        <rect width="32" height="32" rx="8" className="fill-[#0b5f4d]" />
        <path d="M9 7h14v18l-2.8-2-2.1 2-2.1-2-2.1 2-2.1-2L9 25z" fill="#fff" />
        <path
          d="m12.4 14.6 2.6 2.6 4.8-5"
          fill="none"
          stroke="#0b5f4d"
          strokeWidth="2.2"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </svg>
      <span className="text-lg font-semibold tracking-tight">Quittance</span>
    </span>
  )
}
