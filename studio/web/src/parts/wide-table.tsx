import type { ReactNode } from "react";

interface WideTableProps {
  /** What the table is of, for who does not see it. */
  readonly label: string;
  readonly heads: ReactNode;
  readonly className?: string;
  /** Its rows. */
  readonly children: ReactNode;
}

/** A table that is moved sideways where it is wider than the page, by keyboard as well. */
export function WideTable({ label, heads, className = "", children }: WideTableProps): ReactNode {
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={label}>
      <table className={`plain-table ${className}`}>
        <thead>
          <tr>{heads}</tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
