import './skeleton.css';

/** The shape of what is being loaded; said once, in words, by whoever shows it. */
export function Skeleton({ lines }: { readonly lines: number }) {
  return (
    <div className="skeleton" aria-hidden="true">
      {Array.from({ length: lines }, (_, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines are alike and never change places
        <span key={at} className="skeleton-line" />
      ))}
    </div>
  );
}
