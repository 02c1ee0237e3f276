import type { ReactNode } from 'react';
import './notice.css';

type Props = {
  readonly tone: 'info' | 'warn' | 'alarm';
  /** `alert` interrupts a screen reader; the rest is said when it comes up. */
  readonly role?: 'alert' | 'status' | 'note';
  readonly children: ReactNode;
  /** What can be done about it. */
  readonly actions?: ReactNode;
};

const marks = { info: 'i', warn: '!', alarm: '!' } as const;

/** A sentence that must not be overlooked, told by a mark and its words as well as by its colour. */
export function Notice({ tone, role = 'status', children, actions }: Props) {
  return (
    <div className={`notice notice-${tone}`} role={role}>
      <span className="notice-mark" aria-hidden="true">
        {marks[tone]}
      </span>
      <div className="notice-words">{children}</div>
      {actions ? <div className="notice-actions">{actions}</div> : null}
    </div>
  );
}
