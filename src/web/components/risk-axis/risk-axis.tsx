import type { Estimate } from '../../summary-types.ts';
import { useFigures } from '../../use-figures.ts';
import { layAxis } from './layout.ts';
import './risk-axis.css';

const ticks = [0, 25, 50, 75, 100] as const;

/** The interval as a bar and the estimate as a line on 0 to 100 %; a picture of what the words beside it say. */
export function RiskAxis({ estimate }: { readonly estimate: Pick<Estimate, 'value' | 'low' | 'high'> }) {
  const { percent } = useFigures();
  const { left, width, point, label } = layAxis(estimate);
  return (
    <div className="risk-axis" aria-hidden="true">
      <div className="risk-axis-line">
        <span className="risk-axis-interval" style={{ left: `${left}%`, width: `${width}%` }} />
        <span className="risk-axis-point" style={{ left: `${point}%` }} />
        <span className={`risk-axis-label risk-axis-${label}`} style={{ left: `${point}%` }}>
          {percent(estimate.value)}
        </span>
      </div>
      <div className="risk-axis-ticks">
        {ticks.map((tick) => (
          <span key={tick} style={{ left: `${tick}%` }}>
            {tick}
          </span>
        ))}
      </div>
    </div>
  );
}
