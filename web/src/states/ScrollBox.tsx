/** A box that scrolls by itself: named, and reached by keyboard, but no landmark. */
import type { ReactNode } from "react";

export function ScrollBox({
  label,
  className,
  children,
}: {
  label: string;
  className: string;
  children: ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields, and a section would be a landmark
    // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse scrolls it by keyboard
    <div role="group" className={`table-scroll ${className}`} tabIndex={0} aria-label={label}>
      {children}
    </div>
  );
}
