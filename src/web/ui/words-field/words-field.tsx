type Props = {
  readonly id: string;
  readonly label: string;
  readonly words: string;
  readonly onChange: (words: string) => void;
  /** What is wrong with the words, where they were sent as they are. */
  readonly fault: string | undefined;
};

/** A reader's own words on a statement, in any script; as long as the service keeps them. */
export function WordsField({ id, label, words, onChange, fault }: Props) {
  return (
    <>
      <label htmlFor={id}>{label}</label>
      <textarea
        id={id}
        rows={2}
        maxLength={500}
        dir="auto"
        value={words}
        aria-invalid={fault !== undefined}
        aria-describedby={fault === undefined ? undefined : `${id}-why`}
        onChange={(event) => onChange(event.target.value)}
      />
      {fault === undefined ? null : (
        <p id={`${id}-why`} className="dialog-fault" role="alert">
          {fault}
        </p>
      )}
    </>
  );
}
