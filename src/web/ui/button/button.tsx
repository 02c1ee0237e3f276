import type { ComponentProps } from 'react';
import './button.css';

type Props = ComponentProps<'button'> & {
  /** `loud` is for the one thing to do; `quiet` has no border until it is pointed at. */
  readonly look?: 'plain' | 'loud' | 'quiet';
};

/** A button of at least 28 px; never a submit unless it says so. */
export function Button({ look = 'plain', className = '', type = 'button', ...rest }: Props) {
  return <button {...rest} type={type} className={`button button-${look} ${className}`.trim()} />;
}
