/** The few drawings the page needs, in one weight; always beside a text or a label. */
import type { ReactNode } from "react";

function Icon({ children }: { children: ReactNode }) {
  return (
    <svg
      viewBox="0 0 20 20"
      width="18"
      height="18"
      aria-hidden="true"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      {children}
    </svg>
  );
}

export const SunIcon = () => (
  <Icon>
    <circle cx="10" cy="10" r="3.4" />
    <path d="M10 2.2v1.6M10 16.2v1.6M2.2 10h1.6M16.2 10h1.6M4.5 4.5l1.1 1.1M14.4 14.4l1.1 1.1M15.5 4.5l-1.1 1.1M5.6 14.4l-1.1 1.1" />
  </Icon>
);
export const MoonIcon = () => (
  <Icon>
    <path d="M16.5 12.2A7 7 0 0 1 7.8 3.5a7 7 0 1 0 8.7 8.7z" />
  </Icon>
);
export const KeyIcon = () => (
  <Icon>
    <circle cx="6.5" cy="10" r="3.5" />
    <path d="M10 10h7.5M14.5 10v3M17 10v2" />
  </Icon>
);
export const SwapIcon = () => (
  <Icon>
    <path d="M6 3.5v12M3 12.5l3 3 3-3M14 16.5v-12M11 7.5l3-3 3 3" />
  </Icon>
);
export const PlusIcon = () => (
  <Icon>
    <path d="M10 4v12M4 10h12" />
  </Icon>
);
export const MinusIcon = () => (
  <Icon>
    <path d="M4 10h12" />
  </Icon>
);
export const FitIcon = () => (
  <Icon>
    <path d="M3 7V3h4M13 3h4v4M17 13v4h-4M7 17H3v-4" />
  </Icon>
);
export const FileIcon = () => (
  <Icon>
    <path d="M5 2.5h7l3.5 3.5v11.5h-10.5zM12 2.5v4h3.5M10 15V9.5M7.8 11.5L10 9.3l2.2 2.2" />
  </Icon>
);

export const ChevronIcon = () => (
  <Icon>
    <path d="M5 7.5l5 5 5-5" />
  </Icon>
);
export const BellIcon = () => (
  <Icon>
    <path d="M5 14V9a5 5 0 0 1 10 0v5l1.500 1.500h-13zM8.300 17.500a1.800 1.800 0 0 0 3.400 0M10 4V2.500" />
  </Icon>
);
export const TickIcon = () => (
  <Icon>
    <path d="M4 10.500l4 4 8-9" />
  </Icon>
);

const MODE_PATHS: Record<string, string> = {
  air: "M10 2.5c.8 0 1.2 1 1.2 2.2v3l5.8 3.6v1.6l-5.8-1.8v3.6l1.8 1.3v1.2l-3-.9-3 .9V16l1.8-1.3v-3.6L3 12.900v-1.600l5.800-3.600v-3c0-1.200.4-2.200 1.200-2.200z",
  rail: "M5.500 3h9v10h-9zM5.500 8.500h9M7.500 11h.1M12.500 11h.1M7 13l-2 4M13 13l2 4",
  sea: "M3 11h14l-2 5H5zM5.500 11V7h9v4M10 7V3",
  road: "M2.500 6h9v7.500h-9zM11.500 8.500h3.500l2.500 2.500v2.500h-6M5.500 15.500a1.500 1.500 0 1 0 0-.1M14 15.500a1.500 1.500 0 1 0 0-.1",
  post: "M2.500 5h15v10.500h-15zM2.500 5.500l7.500 6 7.500-6",
};

/** A leg's mode; the list is open, so an unknown one is an arrow. */
export function ModeIcon({ mode }: { mode: string }) {
  const known = mode === "courier" ? "road" : mode;
  return (
    <Icon>
      <path d={MODE_PATHS[known] ?? "M3 10h14M12 5l5 5-5 5"} />
    </Icon>
  );
}
