import { type ReactNode, useEffect, useState } from 'react';
import './disclosure.css';

type Props = { readonly summary: ReactNode; readonly children: ReactNode; readonly className?: string };

/** What is there for whoever wants it; on paper it is open. */
export function Disclosure({ summary, children, className = '' }: Props) {
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    const open = () => setOpen(true);
    window.addEventListener('beforeprint', open);
    return () => window.removeEventListener('beforeprint', open);
  }, []);
  return (
    <details
      className={`disclosure ${className}`.trim()}
      open={isOpen}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary>{summary}</summary>
      <div className="disclosure-body">{children}</div>
    </details>
  );
}
