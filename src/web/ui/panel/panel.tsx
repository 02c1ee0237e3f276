import type { ReactNode } from 'react';
import './panel.css';

type Props = {
  readonly id: string;
  readonly title: string;
  /** Beside the title: as of when, or what can be done. */
  readonly aside?: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
};

/** A titled part of the page, a landmark under its own heading. */
export function Panel({ id, title, aside, className = '', children }: Props) {
  return (
    <section id={id} className={`panel ${className}`.trim()} aria-labelledby={`${id}-title`}>
      <header className="panel-head">
        <h2 id={`${id}-title`} className="panel-title">
          {title}
        </h2>
        {aside}
      </header>
      {children}
    </section>
  );
}
