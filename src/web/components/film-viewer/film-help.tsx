import { useTranslation } from 'react-i18next';

const lines = [
  'drag',
  'wheel',
  'pinch',
  'doubleClick',
  'arrows',
  'shiftArrows',
  'plusMinus',
  'zero',
  'i',
  'r',
] as const;

/** What mouse, fingers and keys do on a film. */
export function FilmHelp({ id }: { id: string }) {
  const { t } = useTranslation('film');
  return (
    <dl id={id} className="film-help">
      {lines.map((line) => (
        <div key={line}>
          <dt>{t(`help.${line}.on`)}</dt>
          <dd>{t(`help.${line}.does`)}</dd>
        </div>
      ))}
    </dl>
  );
}
